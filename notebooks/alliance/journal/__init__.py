"""The journal: what a learner has answered and done, kept in files of their own."""

from __future__ import annotations

from .journal import Journal, journal_folder, open_journal, use_journal

__all__ = ["Journal", "journal_folder", "open_journal", "use_journal"]
