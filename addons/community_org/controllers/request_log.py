"""The log of requests says nothing of who reports: no address, and no private link."""

import logging
import re

# as werkzeug writes a request: «203.0.113.9 - - [time] "GET /community/report/token HTTP/1.1" 200 …»
REQUEST = re.compile(r'^\S+( - - \[.*?\] ".*?\w+ /community/report)(?:/[^\s?]*)?')


class ResidentFilter(logging.Filter):
    def filter(self, record):
        message = record.getMessage()
        if "/community/report" in message:
            record.msg, record.args = REQUEST.sub(r"-\1", message), ()
        return True


logging.getLogger("werkzeug").addFilter(ResidentFilter())
