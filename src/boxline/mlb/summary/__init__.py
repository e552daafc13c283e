"""What a pitcher's summary tells beside his line, one file per family of columns."""
