package io.flowgauge.application.live;

import io.flowgauge.application.port.in.QueryTasks.Filter;
import io.flowgauge.domain.TaskDescription;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells which live tasks are wanted. */
final class TaskFilter {
    private final Filter filter;
    private final Optional<Pattern> text;

    TaskFilter(Filter filter) {
        this.filter = filter;
        this.text = filter.text()
                .map(part -> Pattern.compile(Pattern.quote(part), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    boolean lets(LiveTask live) {
        TaskDescription description = live.task().description();
        return is(filter.type(), description.type())
                && is(filter.state(), live.task().state().kind())
                && is(filter.flow(), description.flow())
                && is(filter.flowId(), live.ids().flow())
                && is(filter.run(), live.ids().run())
                && (filter.engine().isEmpty() || filter.engine().get().equals(description.engine()))
                && (text.isEmpty()
                        || has(description.name())
                        || has(description.flow())
                        || has(live.task().requestId().value()));
    }

    private static <T> boolean is(Optional<T> wanted, T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    private boolean has(String where) {
        return text.isPresent() && text.get().matcher(where).find();
    }
}
