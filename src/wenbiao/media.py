"""The media types of what the functions take and answer."""

from __future__ import annotations

JSON = "application/json"
POSTED = "application/x-www-form-urlencoded"
BYTES = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
