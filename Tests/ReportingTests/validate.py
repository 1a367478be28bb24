"""Check the documents of a folder against docs/schemas: validate.py SCHEMAS [FOLDER].

Without a folder the schemas themselves are checked.
"""
import json
import pathlib
import sys

import jsonschema

schemas = pathlib.Path(sys.argv[1])
# The schemas of lines refer to the definitions of scan's by its relative name.
known = {path.name: json.loads(path.read_text()) for path in sorted(schemas.glob("*.schema.json"))}
if len(sys.argv) == 2:
    for schema in known.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    sys.exit(0)
folder = pathlib.Path(sys.argv[2])
store = {schema["$id"]: schema for schema in known.values()}


def validator(schema):
    formats = jsonschema.FormatChecker()
    try:
        import referencing
        registry = referencing.Registry().with_resources(
            (key, referencing.Resource.from_contents(value)) for key, value in store.items())
        return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=formats)
    except ImportError:
        resolver = jsonschema.RefResolver.from_schema(schema, store=store)
        return jsonschema.Draft202012Validator(schema, resolver=resolver, format_checker=formats)


def check(schema, document, place):
    misses = list(validator(schema).iter_errors(document))
    for miss in misses:
        print(f"{place}: {list(miss.absolute_path)}: {miss.message[:200]}")
    return not misses


fine = True
for name, schema in [("report.ndjson", "scan.ndjson.schema.json"),
                     ("extract.ndjson", "extract.ndjson.schema.json"),
                     ("logins-features.ndjson", "logins-features.ndjson.schema.json"),
                     ("alerts.ndjson", "alert.schema.json"),
                     ("logins-follow.ndjson", "logins-follow.schema.json"),
                     ("diff.ndjson", "diff.ndjson.schema.json")]:
    if (folder / name).exists():
        for number, line in enumerate((folder / name).read_text().splitlines(), 1):
            fine &= check(known[schema], json.loads(line), f"{name}:{number}")
for name, schema in [("report.json", "scan.schema.json"), ("saved.model", "model.schema.json"),
                     *((f"{name}.json", f"{name}.schema.json") for name in [
                         "watch", "diff", "allow-check", "allow-explain", "feedback",
                         "config-check", "config-show"])]:
    if (folder / name).exists():
        fine &= check(known[schema], json.loads((folder / name).read_text()), name)
for path in sorted(folder.glob("logins-*.json")):
    fine &= check(known[f"{path.stem}.schema.json"], json.loads(path.read_text()), path.name)
sys.exit(0 if fine else 1)
