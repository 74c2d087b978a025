package io.flowgauge.application.port.out;

class MemoryReadersTest extends ReadersContract {
    private final MemoryReaders readers = new MemoryReaders(new Outage());

    @Override
    protected Readers readers() {
        return readers;
    }

    private static Session session(MemoryReaders.Session session) {
        return new Session() {
            @Override
            public String login() {
                return session.login;
            }

            @Override
            public boolean finished() {
                return !session.cancelled;
            }

            @Override
            public boolean isOpen() {
                return !session.terminated;
            }
        };
    }

    @Override
    protected Session longQuery() {
        return session(readers.begin("ann", LIMIT.plusSeconds(1), false));
    }

    @Override
    protected Session idleInTransaction() {
        return session(readers.begin("bob", LIMIT.plusSeconds(1), true));
    }
}
