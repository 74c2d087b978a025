package io.flowgauge.recorder;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer's body as text; null when it did not come to its end in time, which a request's own timeout does not cover. */
final class WholeText implements BodySubscriber<@Nullable String> {
    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private final Duration patience;
    private volatile @Nullable Subscription subscription;

    private WholeText(Duration patience) {
        this.patience = patience;
    }

    static BodyHandler<@Nullable String> within(Duration patience) {
        return head -> new WholeText(patience);
    }

    @Override
    public CompletionStage<@Nullable String> getBody() {
        return text.getBody()
                .<@Nullable String>thenApply(whole -> whole)
                .toCompletableFuture()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(whole -> {
                    Subscription rest = subscription;
                    if (whole == null && rest != null) {
                        rest.cancel();
                    }
                    return whole;
                });
    }

    @Override
    public void onSubscribe(Subscription to) {
        subscription = to;
        text.onSubscribe(to);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        text.onNext(part);
    }

    @Override
    public void onError(Throwable broken) {
        text.onError(broken);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
