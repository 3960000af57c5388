"""The nouns. The readers' half imports the modules it needs, never this package: it holds Story."""

from .address import Address
from .author import Author, Byline, BylineRole, PublishedByline
from .content import BYLINE_FIELDS, QUOTE_FIELDS, STORY_FIELDS, Kind, StoryContent
from .correction import CorrectionTask
from .evidence import Transcript, VerificationStep
from .image import Image
from .name_key import NameKey
from .person import Person, PersonSpelling, Position, Script, SpellingKind
from .person_merge import KeptApart, PersonMerge
from .presence import Presence
from .public_state import PublicState
from .published import PublishedStory
from .quote import Medium, PublishedQuote, Quote, Terms, Verification
from .quote_key import QuoteKey
from .quoting import Dismissal, MisquoteOverride
from .revision import Revision, RevisionIsImmutable
from .scratch import Scratch
from .sealed import SealedIdentity, SealedLook
from .section import Section
from .share_link import ShareLink
from .story import Status, Story, Visibility
from .tag import Tag, TagAlias, TaggedPublishedStory, TaggedStory, TagStatus, TagType
from .transition import Transition

__all__ = [
    "BYLINE_FIELDS",
    "QUOTE_FIELDS",
    "STORY_FIELDS",
    "Address",
    "Author",
    "Byline",
    "BylineRole",
    "CorrectionTask",
    "Dismissal",
    "Image",
    "KeptApart",
    "Kind",
    "Medium",
    "MisquoteOverride",
    "NameKey",
    "Person",
    "PersonMerge",
    "PersonSpelling",
    "Position",
    "Presence",
    "PublicState",
    "PublishedByline",
    "PublishedQuote",
    "PublishedStory",
    "Quote",
    "QuoteKey",
    "Revision",
    "RevisionIsImmutable",
    "Scratch",
    "Script",
    "SealedIdentity",
    "SealedLook",
    "Section",
    "ShareLink",
    "SpellingKind",
    "Status",
    "Story",
    "StoryContent",
    "Tag",
    "TagAlias",
    "TagStatus",
    "TagType",
    "TaggedPublishedStory",
    "TaggedStory",
    "Terms",
    "Transcript",
    "Transition",
    "Verification",
    "VerificationStep",
    "Visibility",
]
