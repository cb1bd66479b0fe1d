"""Characters -> syllables -> sentences -> symbols: arrays over a whole batch, offsets into the original text."""
