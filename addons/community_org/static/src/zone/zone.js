/** Every time is Shanghai's, whatever the clock of the computer or the user's own setting says. */
luxon.Settings.defaultZone = "Asia/Shanghai";
