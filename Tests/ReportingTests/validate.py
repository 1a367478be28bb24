"""Check report.json and report.ndjson of a folder against docs/schemas: validate.py SCHEMAS FOLDER."""
import json
import pathlib
import sys

import jsonschema

schemas, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
whole = json.loads((schemas / "scan.schema.json").read_text())
lines = json.loads((schemas / "scan.ndjson.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(whole)
jsonschema.Draft202012Validator.check_schema(lines)
# The line schema refers to the definitions of the other by its relative name.
store = {whole["$id"]: whole, lines["$id"]: lines}


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


fine = check(whole, json.loads((folder / "report.json").read_text()), "report.json")
for number, line in enumerate((folder / "report.ndjson").read_text().splitlines(), 1):
    fine &= check(lines, json.loads(line), f"report.ndjson:{number}")
sys.exit(0 if fine else 1)
