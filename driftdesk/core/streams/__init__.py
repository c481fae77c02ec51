"""Streams: values of rows in their order, watched for change as they arrive or looked back upon."""
