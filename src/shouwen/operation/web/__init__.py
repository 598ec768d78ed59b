"""The shell: base pages and style, the live stream, the API, the work due, a case's page, administration."""
