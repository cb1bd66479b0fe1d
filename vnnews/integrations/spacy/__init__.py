"""A spaCy pipeline that reads Vietnamese news.

``vnnews.load()`` gives a ``Language`` with a tokenizer of words that keep the text exactly and one component for each
stage; ``nlp.add_pipe("vnnews")`` adds all stages to another pipeline, whose tokens stay as they are.

The tokenizer reads the whole article, because names tell where words end; the components write what it found into
the document:

================== ===================================================================================
component          writes
================== ===================================================================================
vnnews_sentences   ``doc.sents``
vnnews_tagger      ``token.pos_`` (Universal Dependencies), ``token.tag_`` (VLSP)
vnnews_names       ``doc.ents``, labels PER ORG LOC LAW EVENT MISC; ``ent._.entity`` is the Person, Body …
vnnews_times       ``doc.spans["times"]``, labels of TIMEX3; ``span._.time`` is the Timex, ``kb_id_`` its value
vnnews_facts       ``doc.spans["facts"]``, labels count, ratio …; ``span._.fact`` is the Fact, parts included
================== ===================================================================================

``doc._.article`` is the :class:`vnnews.Article`. It goes along with the document into bytes, ``DocBin`` (with
``store_user_data=True``) and other processes.

Entry points import this package when a pipeline names something of it; importing it tells spaCy what there is.
"""

from vnnews.integrations.spacy import extensions
from vnnews.integrations.spacy.language import News, docbin, docs, load, make_news
from vnnews.integrations.spacy.stages import STAGES, Stages
from vnnews.integrations.spacy.tokenizer import Tokenizer, make_tokenizer

extensions.register()

__all__ = ["STAGES", "News", "Stages", "Tokenizer", "docbin", "docs", "load", "make_news", "make_tokenizer"]
