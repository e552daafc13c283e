"""Asking providers politely: at their pace, with bounded patience, and with every reply judged."""

from boxline.fetching.fetcher import Answer, Fetcher, Patience
from boxline.fetching.hosts import Hosts
from boxline.fetching.sending import Sender, Speech

__all__ = ["Answer", "Fetcher", "Hosts", "Patience", "Sender", "Speech"]
