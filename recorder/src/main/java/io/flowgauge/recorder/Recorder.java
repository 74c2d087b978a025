package io.flowgauge.recorder;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reports an engine's tasks to a Flowgauge service. Counting costs the pipeline a few nanoseconds a record; one daemon thread reports
 * every second. Nothing here throws into the pipeline, waits for the service, or fails because it is away.
 */
public final class Recorder implements AutoCloseable {
    /** Endings that wait at most for a service that is away; then the oldest are given up and counted. */
    public static final int MOST_UNSENT_ENDINGS = 100_000;

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);

    /** How a recorder is set up; wrong settings throw {@link IllegalArgumentException} here, and nowhere later. */
    public static final class Builder {
        private final URI service;
        private @Nullable String key;
        private @Nullable String engine;
        private @Nullable String owner;
        private Duration reportEvery = Duration.ofSeconds(1);
        private Duration closeTimeout = Duration.ofSeconds(10);

        private Builder(URI service) {
            if (service.getHost() == null
                    || !String.valueOf(service.getScheme()).matches("https?")
                    || service.getPort() > 65_535
                    || service.getQuery() != null
                    || service.getFragment() != null) {
                throw new IllegalArgumentException("service is " + service + ", must be like http://host:8080");
            }
            this.service = service;
        }

        /** The recorder's key, {@code fg_<id>_<secret>}. */
        public Builder key(String value) {
            if (!value.matches("fg_[A-Za-z0-9]{1,64}_[\\x21-\\x7e]+")) {
                throw new IllegalArgumentException("key has not the form fg_<id>_<secret>");
            }
            key = value;
            return this;
        }

        /** Which engine reports. */
        public Builder engine(String name) {
            engine = Texts.optional(name, Texts.NAME);
            return this;
        }

        /** Who starts the runs, where a task does not say otherwise. */
        public Builder owner(String login) {
            owner = Texts.optional(login, Texts.NAME);
            return this;
        }

        /** 100 ms to 20 s; 1 s if it is not set. */
        public Builder reportEvery(Duration interval) {
            if (interval.compareTo(Duration.ofMillis(100)) < 0 || interval.compareTo(Duration.ofSeconds(20)) > 0) {
                throw new IllegalArgumentException("reportEvery is " + interval + ", must be 100 ms to 20 s");
            }
            reportEvery = interval;
            return this;
        }

        /** How long {@link Recorder#close()} waits for endings to be acknowledged; 10 s if it is not set. */
        public Builder closeTimeout(Duration patience) {
            if (patience.isNegative() || patience.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("closeTimeout is " + patience + ", must be 0 to 1 hour");
            }
            closeTimeout = patience;
            return this;
        }

        public Recorder start() {
            if (key == null) {
                throw new IllegalArgumentException("key is missing; a service prints one at its first start");
            }
            return new Recorder(this, new Service(service, key, LONGEST_REQUEST));
        }
    }

    private final @Nullable String engine;
    private final @Nullable String owner;
    private final Duration closeTimeout;
    private final Reporting reporting;

    private Recorder(Builder builder, Service service) {
        this.engine = builder.engine;
        this.owner = builder.owner;
        this.closeTimeout = builder.closeTimeout;
        this.reporting = new Reporting(service, builder.reportEvery);
        reporting.start();
    }

    /**
     * A recorder for a service.
     *
     * @param service such as {@code http://localhost:8080}
     */
    public static Builder to(URI service) {
        return new Builder(service);
    }

    /**
     * A run of a flow.
     *
     * @param flow the flow's name, unique in the tenant
     * @param runKey the engine's own id of the run, unique in its flow
     */
    public RunRecorder run(String flow, String runKey) {
        return new RunRecorder(this, flow, runKey);
    }

    public RecorderStatus status() {
        return reporting.status();
    }

    /** Reports what is left, waits for endings to be acknowledged, up to the timeout, and stops. Never throws. */
    @Override
    public void close() {
        reporting.close(closeTimeout);
    }

    void add(TaskRecorder task) {
        reporting.add(task);
    }

    void ended() {
        reporting.ended();
    }

    @Nullable
    String engine() {
        return engine;
    }

    @Nullable
    String owner() {
        return owner;
    }
}
