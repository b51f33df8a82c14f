"""The clocks of the credit record (诚信档案): days in, days out. Knows no model."""
