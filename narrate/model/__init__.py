"""Every type that flows through the house, in the order it flows.

    Source -> Page -> Article -> Script -> Clip... -> Narration -> Episode

Values are frozen, slotted and keyword-only; functions in the rooms turn one into the next.
Standard library only: an engine written elsewhere needs nothing of ours but these types.
"""

from narrate.model.article import (
    READ_BY_DEFAULT,
    Article,
    Block,
    BlockKind,
    Dropped,
    OtherKind,
    Page,
    Source,
    SourceKind,
    TextKind,
)
from narrate.model.cluster import Cluster
from narrate.model.delivery import Channels, Recording
from narrate.model.library import (
    Attempt,
    Entry,
    Found,
    Known,
    Left,
    Plan,
    Planned,
    Policy,
    Reason,
    Run,
    SourceHealth,
    Subscription,
    SubscriptionKind,
    Validators,
)
from narrate.model.recording import (
    Chapter,
    Cue,
    Episode,
    Narration,
    Place,
    Podcast,
    Tags,
    Timeline,
)
from narrate.model.script import Boundary, Pause, Role, Script, Token, Utterance
from narrate.model.sound import Audio, AudioFormat, Clip, Level, Mark, MusicKind, Placed
from narrate.model.voice import EngineVoice, SpeechRequest, Style, Voice

__all__ = [
    "READ_BY_DEFAULT",
    "Article",
    "Attempt",
    "Audio",
    "AudioFormat",
    "Block",
    "BlockKind",
    "Boundary",
    "Channels",
    "Chapter",
    "Clip",
    "Cluster",
    "Cue",
    "Dropped",
    "EngineVoice",
    "Entry",
    "Episode",
    "Found",
    "Known",
    "Left",
    "Level",
    "Mark",
    "MusicKind",
    "Narration",
    "OtherKind",
    "Page",
    "Pause",
    "Place",
    "Placed",
    "Plan",
    "Planned",
    "Podcast",
    "Policy",
    "Reason",
    "Recording",
    "Role",
    "Run",
    "Script",
    "Source",
    "SourceHealth",
    "SourceKind",
    "SpeechRequest",
    "Style",
    "Subscription",
    "SubscriptionKind",
    "Tags",
    "TextKind",
    "Timeline",
    "Token",
    "Utterance",
    "Validators",
    "Voice",
]
