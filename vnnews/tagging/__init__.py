"""The linear-chain tagger: hashed features, a CRF in NumPy, batch Viterbi. One code for names, words and tags."""
