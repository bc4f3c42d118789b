"""Everything that writes an article: the room's own screens, the phone's outbox and the demo use these and nothing else."""

from kentongan.newsroom.actions.publishing import approve, publish_due, show_again, submit, withdraw
from kentongan.newsroom.actions.reports import answer_report, report_error
from kentongan.newsroom.actions.reviewing import comment, send_back
from kentongan.newsroom.actions.settings import set_desk, set_group_desk
from kentongan.newsroom.actions.writing import StaleVersion, save_article

__all__ = [
    "StaleVersion",
    "answer_report",
    "approve",
    "comment",
    "publish_due",
    "report_error",
    "save_article",
    "send_back",
    "set_desk",
    "set_group_desk",
    "show_again",
    "submit",
    "withdraw",
]
