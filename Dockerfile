# The product without the demo: no sandbox, no embedded servers, no tests. See docker-compose.yml.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/uv.txt requirements/production.txt /requirements/
RUN pip install --no-cache-dir --require-hashes --requirement /requirements/uv.txt \
    && python -m venv --without-pip /opt/venv \
    && uv pip sync --no-cache --python /opt/venv/bin/python --compile-bytecode --require-hashes /requirements/production.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
# The volume for customers' pictures takes over this folder's owner when it is made.
RUN useradd --system --uid 10001 --no-create-home helpdesk \
    && mkdir -p /srv/static /srv/media \
    && chown helpdesk:helpdesk /srv/media
WORKDIR /srv/helpdesk
COPY --from=packages /opt/venv /opt/venv
COPY . .
# Only the settings are read here; no server is spoken to and the key signs nothing.
RUN SECRET_KEY=build python manage.py collectstatic --noinput --verbosity 0
USER helpdesk
EXPOSE 8000 8001
CMD ["gunicorn", "helpdesk.wsgi:application"]
