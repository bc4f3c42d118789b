"""Indexes over one column that Django does not know of: what core.search and core.terms lay with a migration."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models import Model


class ColumnIndex(Operation):
    """Migration operation: index a column. Safe to run again.

    SQLite gets tables of its own beside the model's, and triggers that keep them in step, bulk writes included. Django rebuilds a table
    to alter it there, and its triggers are lost with the old one: a later migration that alters the model ends with this operation again.
    """

    reduces_to_sql = True
    reversible = True
    # Begins the names of migrations that Django makes up.
    fragment: ClassVar[str]

    def __init__(self, model_name: str, column: str) -> None:
        self.model_name = model_name
        self.column = column

    def making(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        """The statements that lay the index."""
        raise NotImplementedError

    def dropping(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        """The statements that remove it where it is."""
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name, self.column], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django's models know of changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in [*self.dropping(model, schema_editor), *self.making(model, schema_editor)]:
                schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in self.dropping(model, schema_editor):
                schema_editor.execute(statement)

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.fragment}_{self.model_name.lower()}_{self.column}"


def key_column(model: type[Model]) -> str:
    return str(model._meta.pk.column)  # type: ignore[union-attr]


def sqlite_triggers(
    model: type[Model], column: str, editor: BaseDatabaseSchemaEditor, *, put_in: str, take_out: str
) -> list[str]:
    """Keep an index in step: ``put_in`` is done with each new row, ``take_out`` with each old one."""
    table, key, quoted = (editor.quote_name(name) for name in (model._meta.db_table, key_column(model), column))
    added, changed, removed = (editor.quote_name(trigger) for trigger in trigger_names(model._meta.db_table, column))
    return [
        f"CREATE TRIGGER {added} AFTER INSERT ON {table} BEGIN {put_in} END",
        f"CREATE TRIGGER {removed} AFTER DELETE ON {table} BEGIN {take_out} END",
        f"""CREATE TRIGGER {changed} AFTER UPDATE ON {table}
                WHEN old.{quoted} IS NOT new.{quoted} OR old.{key} IS NOT new.{key} BEGIN {take_out} {put_in} END""",
    ]


def drop_sqlite_triggers(model: type[Model], column: str, editor: BaseDatabaseSchemaEditor) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {editor.quote_name(trigger)}"
        for trigger in trigger_names(model._meta.db_table, column)
    ]


def trigger_names(table: str, column: str) -> tuple[str, ...]:
    return tuple(f"{table}_{column}_{event}" for event in ("added", "changed", "removed"))
