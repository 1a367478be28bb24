"""Judge documents by docs/schemas: validate.py SCHEMAS.

Each line read names a folder of documents, an empty one the schemas themselves; each is answered by
a line, a JSON list of what is wrong. An empty list comes first.
"""
import functools
import json
import pathlib
import sys

import jsonschema

schemas = pathlib.Path(sys.argv[1])
# The schemas of lines refer to the definitions of scan's by its relative name.
known = {path.name: json.loads(path.read_text()) for path in sorted(schemas.glob("*.schema.json"))}
store = {schema["$id"]: schema for schema in known.values()}
lines = {"report.ndjson": "scan.ndjson", "extract.ndjson": "extract.ndjson",
         "logins-features.ndjson": "logins-features.ndjson", "alerts.ndjson": "alert",
         "logins-follow.ndjson": "logins-follow", "diff.ndjson": "diff.ndjson"}
wholes = {"report.json": "scan", "saved.model": "model"}


@functools.cache
def validator(name):
    schema = known[f"{name}.schema.json"]
    formats = jsonschema.FormatChecker()
    try:
        import referencing
        registry = referencing.Registry().with_resources(
            (key, referencing.Resource.from_contents(value)) for key, value in store.items())
        return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=formats)
    except ImportError:
        resolver = jsonschema.RefResolver.from_schema(schema, store=store)
        return jsonschema.Draft202012Validator(schema, resolver=resolver, format_checker=formats)


def documents(folder):
    """Schema, text and place of every document."""
    for path in sorted(folder.iterdir()):
        if path.name in lines:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                yield lines[path.name], line, f"{path.name}:{number}"
        else:
            yield wholes.get(path.name, path.stem), path.read_text(), path.name


def misses(folder):
    for schema, text, place in documents(folder):
        for miss in validator(schema).iter_errors(json.loads(text)):
            yield f"{place}: {list(miss.absolute_path)}: {miss.message[:200]}"


def answer(folder):
    try:
        if folder:
            return list(misses(pathlib.Path(folder)))
        for schema in known.values():
            jsonschema.Draft202012Validator.check_schema(schema)
        return []
    except Exception as error:
        # A validator that was stopped on its way may not have left the schema it was in.
        validator.cache_clear()
        return [f"{type(error).__name__}: {error}"]


print("[]", flush=True)
for line in sys.stdin:
    # Lone surrogates are no text elsewhere.
    found = [miss.encode("ascii", "backslashreplace").decode() for miss in answer(line.rstrip("\n"))]
    print(json.dumps(found), flush=True)
