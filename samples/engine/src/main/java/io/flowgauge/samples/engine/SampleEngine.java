package io.flowgauge.samples.engine;

import io.flowgauge.recorder.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as a program: a shop, a stream and a flow on one PostgreSQL, until it is told to stop. */
public final class SampleEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleEngine.class);
    private static final Duration DATABASE_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Recorder recorder;
    private final ChangeStream stream;
    private final Shop shop;
    private final Thread writing;
    private final OrdersFlow flow;
    private final Duration flowEvery;
    private final ScheduledExecutorService flows =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "flow"));

    SampleEngine(EngineSettings settings, EngineDatabase database) {
        this.recorder = Recorder.to(settings.flowgauge())
                .key(settings.key())
                .engine("sample-engine")
                .owner(settings.databaseUser())
                .reportEvery(Duration.ofMillis(500))
                .start();
        this.stream = new ChangeStream(recorder, database);
        this.shop = new Shop(database, settings.ordersPerSecond());
        this.writing = new Thread(shop, "shop");
        this.flow = new OrdersFlow(recorder, database, settings);
        this.flowEvery = settings.flowEvery();
    }

    /** Needs no arguments: the environment says what to do, the README what it may say. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            EngineSettings settings = EngineSettings.from(System.getenv());
            Files.createDirectories(settings.work());
            var database =
                    new EngineDatabase(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
            prepare(database);
            var engine = new SampleEngine(settings, database);
            Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "stop"));
            engine.start();
            LOG.info(
                    "the sample engine runs: {} orders a second, a flow every {} s, reports to {}",
                    settings.ordersPerSecond(),
                    settings.flowEvery().toSeconds(),
                    settings.flowgauge());
            new CountDownLatch(1).await();
        } catch (EngineSettings.Wrong e) {
            e.faults().forEach(System.err::println);
            System.exit(2);
        } catch (SQLException e) {
            System.err.println("ENGINE_DATABASE_URL cannot be used: " + e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("ENGINE_WORK cannot be used as a folder: " + e.getMessage());
            System.exit(1);
        }
    }

    void start() throws SQLException {
        shop.open();
        stream.start();
        writing.start();
        var unused = flows.scheduleAtFixedRate(flow, 0, flowEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends every task as what it is, cancelled where it was not done, and has that reported. */
    @Override
    public void close() {
        LOG.info("the sample engine stops");
        writing.interrupt();
        flows.shutdownNow();
        stream.close();
        try {
            if (!flows.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the flow did not stop within {} s", STOP_WITHIN.toSeconds());
            }
            writing.join(STOP_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recorder.close();
    }

    private static void prepare(EngineDatabase database) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + DATABASE_WITHIN.toNanos();
        while (true) {
            try {
                database.prepare();
                return;
            } catch (SQLException e) {
                boolean away = e.getSQLState() != null
                        && (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57P"));
                if (!away || System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.info("waiting for the database: {}", e.getMessage());
                Thread.sleep(2_000);
            }
        }
    }
}
