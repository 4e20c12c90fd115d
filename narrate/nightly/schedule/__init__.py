"""The system's own scheduler runs ``narrate nightly``: systemd, cron, launchd, Task Scheduler.

    Job ──scheduler──▶ Step... ──do──▶ a schedule, found again by ``schedules.installed``

The steps are data: ``show`` prints what ``install`` would do, and nothing is done otherwise.

Nights on which the clocks change, for a time of day that does not exist or comes twice:

=============== ============================ =================================
                the hour does not exist      the hour comes twice
=============== ============================ =================================
systemd         the night is left out        once, the first time
cron (Debian,   just after the change        once, the first time
cronie)
others          not documented               not documented
=============== ============================ =================================

The time that is taken when none is said comes once a night in every time zone. A night that is
left out loses nothing: the next one finds what it missed.
"""
