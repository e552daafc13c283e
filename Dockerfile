# One image for all that Boxline does: `serve` where nothing else is said, any command else.
#
#   docker build --build-arg COMMIT="$(git rev-parse HEAD)" --build-arg EXTRAS=postgres,s3 -t boxline .
#
# The base stands by its digest; docs/deploying.md says how a newer one is taken.

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
ARG EXTRAS=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY pyproject.toml README.md LICENSE requirements.lock requirements-scale.lock ./
COPY deploy/pick_locked.py deploy/
RUN python deploy/pick_locked.py --only hatchling > build.txt \
    && python deploy/pick_locked.py --extras "$EXTRAS" > image.txt \
    && python -m venv /opt/tools \
    && /opt/tools/bin/pip install --require-hashes -r build.txt \
    && python -m venv /opt/boxline \
    && /opt/boxline/bin/pip install --require-hashes -r image.txt
COPY src src
# Not before: what is installed so far is kept for the next commit.
ARG COMMIT
RUN echo "$COMMIT" | grep -Eqx '[0-9a-f]{40}' \
    || { echo 'Say which commit is built: --build-arg COMMIT="$(git rev-parse HEAD)"' >&2; exit 1; }
RUN echo "$COMMIT" > src/boxline/BUILT_FROM \
    && /opt/tools/bin/pip wheel --no-build-isolation --no-deps --wheel-dir dist . \
    && /opt/boxline/bin/pip install --no-deps dist/*.whl \
    && /opt/boxline/bin/pip check \
    && /opt/boxline/bin/pip uninstall --yes pip

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
ARG EXTRAS=""
# LightGBM's threads; and what Spark runs on, for whom it is asked for.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
        $(case ",$EXTRAS," in (*,spark,*) echo default-jre-headless ;; esac) \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --create-home boxline \
    && install --directory --owner=boxline --group=boxline /data
COPY --from=build /opt/boxline /opt/boxline
ARG COMMIT
LABEL org.opencontainers.image.title="boxline" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="$COMMIT"
ENV PATH=/opt/boxline/bin:$PATH BOXLINE_HOME=/data PYTHONUNBUFFERED=1
USER 10001:10001
# What cannot be imported, or is not there though it was asked for, ends the build and not a night.
RUN boxline doctor --imports $(printf '%s' "$EXTRAS" | tr ',' '\n' | sed 's/^./--extra &/') && boxline version
WORKDIR /data
EXPOSE 8321
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8321/health', timeout=4)"]
ENTRYPOINT ["boxline"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8321"]
