package io.flowgauge.bootstrap.move;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/** What libraries log while a command runs that does its own talking: warnings. */
final class QuietLogging {
    private QuietLogging() {}

    static void begin() {
        LoggingSystem logging = LoggingSystem.get(QuietLogging.class.getClassLoader());
        logging.beforeInitialize();
        logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
        logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        // What fails there ends the command, which says it.
        logging.setLogLevel("org.flywaydb", LogLevel.OFF);
        // As in application.yaml: it puts a wrong URL's port into its words, which is a password where one wrote
        // user:password@host.
        logging.setLogLevel("org.postgresql.util.PGPropertyUtil", LogLevel.OFF);
    }
}
