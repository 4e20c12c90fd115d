"""Whether what was published is right: what a listener's program would stumble over."""

from narrate.nightly.verification.live import verify_live
from narrate.nightly.verification.recording import verify_recording
from narrate.nightly.verification.site import verify_site

__all__ = ["verify_live", "verify_recording", "verify_site"]
