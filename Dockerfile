# Two stages: Maven builds the distribution with its Java runtime, Debian carries it.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
# The build links a Java runtime: jlink compares the JDK with what was shipped, and images leave out its manual pages, which are not wanted here either.
RUN mkdir -p "$JAVA_HOME/man/man1" && for tool in "$JAVA_HOME"/bin/*; do touch "$JAVA_HOME/man/man1/$(basename "$tool").1"; done
COPY pom.xml LICENSE NOTICE ./
COPY common-protocol/pom.xml common-protocol/
COPY common-transport/pom.xml common-transport/
COPY broker/pom.xml broker/
COPY producer/pom.xml producer/
COPY subscriber/pom.xml subscriber/
COPY gateway/pom.xml gateway/
COPY launcher/pom.xml launcher/
COPY common-protocol/src/main common-protocol/src/main
COPY common-transport/src/main common-transport/src/main
COPY broker/src/main broker/src/main
COPY producer/src/main producer/src/main
COPY subscriber/src/main subscriber/src/main
COPY gateway/src/main gateway/src/main
COPY launcher/src/build launcher/src/build
COPY launcher/src/main launcher/src/main
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dframecast.cache.skip=true package

FROM debian:bookworm-slim
# For the camera and the screen; pictures from files need none of them.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libasound2 libpulse0 libxcb1 libxcb-shm0 libxcb-xfixes0 libxcb-shape0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /tmp framecast \
    && mkdir /state && chown framecast /state
COPY --from=build /src/launcher/target/framecast /opt/framecast
# The start-up cache is good only for the JVM and the jars that it was made with.
RUN test -x /opt/framecast/runtime/bin/java && LANG=C.UTF-8 sh /opt/framecast/bin/make-cache.sh
ENV FRAMECAST_STATE=/tmp/state LANG=C.UTF-8
USER framecast
WORKDIR /tmp
ENTRYPOINT ["/opt/framecast/bin/framecast"]
CMD ["--help"]
