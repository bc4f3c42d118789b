"""Rows that never change again once they are sealed, kept so by the database itself."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models import Model


class Sealed(Operation):
    """Migration operation: a row whose column ``when`` is set can no longer be changed or deleted, whoever asks.

    ``part`` is a model whose column ``part_of`` leads to such a row; its rows are sealed with it, and none comes to them.
    The database refuses with an IntegrityError. Safe to run again. On SQLite, Django rebuilds a table to alter it, which triggers do
    not live through: a later migration that alters one of the two models begins with `Unsealed` and ends with this operation again.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, when: str, part: str, part_of: str) -> None:
        self.model_name = model_name
        self.when = when
        self.part = part
        self.part_of = part_of

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model_name, self.when, self.part, self.part_of], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django's models know of changes."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        whole, part = (to_state.apps.get_model(app_label, name) for name in (self.model_name, self.part))
        if self.allow_migrate_model(schema_editor.connection.alias, whole):
            self.lift(schema_editor, whole, part)
            self.put(schema_editor, whole, part)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        whole, part = (from_state.apps.get_model(app_label, name) for name in (self.model_name, self.part))
        if self.allow_migrate_model(schema_editor.connection.alias, whole):
            self.lift(schema_editor, whole, part)

    def describe(self) -> str:
        return f"Seal {self.model_name} once {self.when} is set"

    @property
    def migration_name_fragment(self) -> str:
        return f"seal_{self.model_name.lower()}"

    def put(self, editor: BaseDatabaseSchemaEditor, whole: type[Model], part: type[Model]) -> None:
        """Set the triggers."""
        for name, table, event, condition in self._triggers(editor, whole, part):
            if editor.connection.vendor == "postgresql":
                editor.execute(
                    f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF {condition} THEN
                            RAISE EXCEPTION 'sealed: {self.model_name}' USING ERRCODE = 'integrity_constraint_violation';
                        END IF;
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        RETURN NEW;
                    END $$""",
                )
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            else:
                editor.execute(
                    f"""CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}
                        BEGIN SELECT RAISE(ABORT, 'sealed: {self.model_name}'); END"""
                )

    def lift(self, editor: BaseDatabaseSchemaEditor, whole: type[Model], part: type[Model]) -> None:
        """Take the triggers away."""
        for name, table, _event, _condition in self._triggers(editor, whole, part):
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")

    def _triggers(
        self, editor: BaseDatabaseSchemaEditor, whole: type[Model], part: type[Model]
    ) -> Iterator[tuple[str, str, str, str]]:
        """Name, table, event and condition of each trigger."""
        quote = editor.quote_name
        when = quote(str(whole._meta.get_field(self.when).column))  # type: ignore[union-attr]
        link = quote(str(part._meta.get_field(self.part_of).column))  # type: ignore[union-attr]
        key = quote(str(whole._meta.pk.column))  # type: ignore[union-attr]
        table, parts = whole._meta.db_table, part._meta.db_table
        for event in ("UPDATE", "DELETE"):
            yield quote(f"{table}_sealed_{event.lower()}"), quote(table), event, f"OLD.{when} IS NOT NULL"
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            sealed = " OR ".join(
                f"EXISTS (SELECT 1 FROM {quote(table)} w WHERE w.{key} = {row}.{link} AND w.{when} IS NOT NULL)"  # noqa: S608
                for row in rows
            )
            yield quote(f"{parts}_sealed_{event.lower()}"), quote(parts), event, sealed


class Unsealed(Sealed):
    """Migration operation: the seal is off, for the operations that follow it in the same migration."""

    def database_forwards(self, *args: Any) -> None:
        super().database_backwards(*args)

    def database_backwards(self, *args: Any) -> None:
        super().database_forwards(*args)

    def describe(self) -> str:
        return f"Lift the seal of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        return f"unseal_{self.model_name.lower()}"
