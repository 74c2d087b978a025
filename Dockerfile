# The service and the sample engine on Java 25; docker-compose.yml runs both with a PostgreSQL of their own.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/var/cache/maven mvn -Dmaven.repo.local=/var/cache/maven -q -B -ntp -DskipTests -pl bootstrap,samples/engine -am package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/flowgauge flowgauge
WORKDIR /var/lib/flowgauge
COPY --from=build /src/bootstrap/target/flowgauge.jar /src/samples/engine/target/sample-engine.jar /opt/flowgauge/
USER flowgauge
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"UP\"' <&3"]
ENTRYPOINT ["java", "-jar", "/opt/flowgauge/flowgauge.jar"]
