package io.flowgauge.application.access;

import io.flowgauge.application.port.in.Actor;
import io.flowgauge.application.port.in.Change;
import io.flowgauge.application.port.out.Transactions;
import io.flowgauge.application.port.out.Users;
import io.flowgauge.domain.User;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes that people make: each in one transaction, of an actor who is let in there too, and known to this node at once. Whoever was let in when the
 * request began may be nobody once its body is there. Locks are taken of users, then tenants, then keys.
 */
public final class Changes {
    private static final String STALE = "your account has changed meanwhile; sign in again";

    private final Transactions transactions;
    private final Users users;
    private final Directory directory;

    public Changes(Transactions transactions, Users users, Directory directory) {
        this.transactions = transactions;
        this.users = users;
        this.directory = directory;
    }

    /** Does the work for the actor with the roles of now, whose standing stays until it is done. */
    public <T> Change<T> make(Actor actor, Function<Actor, Change<T>> work) {
        return inOne(() -> now(actor, users.share(actor.user())).map(work).orElseGet(Changes::stale));
    }

    /** As {@link #make}, with all the users, of whom nobody else changes one until it is done. */
    <T> Change<T> makeOfUsers(Actor actor, BiFunction<Actor, List<User>, Change<T>> work) {
        return inOne(() -> {
            List<User> all = users.hold();
            Optional<User> stored =
                    all.stream().filter(user -> user.id().equals(actor.user())).findFirst();
            return now(actor, stored).map(now -> work.apply(now, all)).orElseGet(Changes::stale);
        });
    }

    private static Optional<Actor> now(Actor actor, Optional<User> stored) {
        return stored.filter(user -> user.enabled() && user.credentialVersion() == actor.credentialVersion())
                .map(user -> Actor.of(user, actor.tenant(), actor.address()));
    }

    private static <T> Change<T> stale() {
        return new Change.Forbidden<>(STALE);
    }

    /** Does work that looks itself at whose it is. */
    <T> Change<T> inOne(Supplier<Change<T>> work) {
        Change<T> change = transactions.inOne(work);
        directory.refreshAfterChange();
        return change;
    }
}
