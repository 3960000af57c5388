"""The nouns. The readers' half imports the modules it needs, never this package: it holds Story."""

from .address import Address
from .alike_dismissal import AlikeDismissal
from .author import Author, Byline, BylineRole, PublishedByline
from .breaking_news import BreakingNews
from .check_level import CheckLevel, Level
from .content import BYLINE_FIELDS, QUOTE_FIELDS, STORY_FIELDS, Kind, StoryContent
from .correction import CorrectionTask
from .enough_tags import EnoughTags
from .error_report import ErrorReport, ReportState
from .evidence import Transcript, VerificationStep
from .front import Arrangement, Front
from .image import Image
from .media_topic import MediaTopic
from .name_key import NameKey
from .notice import Notice, NoticeKind, NoticeSwitchedOff
from .person import Person, PersonSpelling, Position, Script, SpellingKind
from .person_merge import KeptApart, PersonMerge
from .presence import Presence
from .public_change import PUBLIC_KINDS, ChangeKind, LedgerIsAppendOnly, PublicChange
from .public_state import PublicState
from .published import PictureInText, PublishedStory
from .published_page import PublishedPage
from .quote import Medium, PublishedQuote, Quote, Terms, Verification
from .quote_key import QuoteKey
from .quoting import Dismissal, MisquoteOverride
from .refusal import Refusal
from .related_story import RelatedStory
from .revision import Revision, RevisionIsImmutable
from .saved_view import SavedView
from .scratch import Scratch
from .sealed import SealedIdentity, SealedLook
from .search_entry import PublishedWords, QuoteWords, UntoldStory
from .section import Section
from .share_link import ShareLink
from .standing_page import StandingPage
from .story import Priority, Status, Story, Visibility, WithdrawnMode
from .story_words import StoryWords
from .tag import Tag, TagAddress, TagAlias, TaggedPublishedStory, TaggedStory, TagStatus, TagType
from .tag_journal import Copy, DismissedTag, TagDecision, TaggingChange, TagsKeptApart
from .tag_key import TagKey
from .tag_suggestion import TagSuggestion
from .transition import Transition

__all__ = [
    "BYLINE_FIELDS",
    "PUBLIC_KINDS",
    "QUOTE_FIELDS",
    "STORY_FIELDS",
    "Address",
    "AlikeDismissal",
    "Arrangement",
    "Author",
    "BreakingNews",
    "Byline",
    "BylineRole",
    "ChangeKind",
    "CheckLevel",
    "Copy",
    "CorrectionTask",
    "Dismissal",
    "DismissedTag",
    "EnoughTags",
    "ErrorReport",
    "Front",
    "Image",
    "KeptApart",
    "Kind",
    "LedgerIsAppendOnly",
    "Level",
    "MediaTopic",
    "Medium",
    "MisquoteOverride",
    "NameKey",
    "Notice",
    "NoticeKind",
    "NoticeSwitchedOff",
    "Person",
    "PersonMerge",
    "PersonSpelling",
    "PictureInText",
    "Position",
    "Presence",
    "Priority",
    "PublicChange",
    "PublicState",
    "PublishedByline",
    "PublishedPage",
    "PublishedQuote",
    "PublishedStory",
    "PublishedWords",
    "Quote",
    "QuoteKey",
    "QuoteWords",
    "Refusal",
    "RelatedStory",
    "ReportState",
    "Revision",
    "RevisionIsImmutable",
    "SavedView",
    "Scratch",
    "Script",
    "SealedIdentity",
    "SealedLook",
    "Section",
    "ShareLink",
    "SpellingKind",
    "StandingPage",
    "Status",
    "Story",
    "StoryContent",
    "StoryWords",
    "Tag",
    "TagAddress",
    "TagAlias",
    "TagDecision",
    "TagKey",
    "TagStatus",
    "TagSuggestion",
    "TagType",
    "TaggedPublishedStory",
    "TaggedStory",
    "TaggingChange",
    "TagsKeptApart",
    "Terms",
    "Transcript",
    "Transition",
    "UntoldStory",
    "Verification",
    "VerificationStep",
    "Visibility",
    "WithdrawnMode",
]
