package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.ids;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import io.reactivex.rxjava3.subjects.Subject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class RxJavaTest {

    private static final String[] STEPS = {"source", "mapped", "delayed", "merged", "timer", "retried"};

    @AfterEach
    void reset() {
        RxJavaPlugins.reset();
    }

    private static void carry() {
        RxJavaPlugins.setScheduleHandler(task -> TelemetryContext.current().wrap(task));
    }

    @Test
    void eachOperatorHasContextOfSubscriber() throws Exception {
        carry();
        assertThat(TwoSessions.run(RxJavaTest::work)).isEqualTo(carried(STEPS));
    }

    @Test
    void eachOperatorHasNoContextByDefault() throws Exception {
        assertThat(TwoSessions.run(RxJavaTest::work)).isEqualTo(lost(STEPS));
    }

    private static void work(String user) {
        Single.fromCallable(() -> seen(user, "source"))
                .subscribeOn(Schedulers.io())
                .observeOn(Schedulers.computation())
                .map(same -> seen(user, "mapped"))
                .delay(1, TimeUnit.MILLISECONDS)
                .map(same -> seen(user, "delayed"))
                .flatMapObservable(same -> Observable.range(1, 3))
                .flatMap(i -> Observable.just(i).subscribeOn(Schedulers.io()).map(same -> seen(user, "merged")))
                .blockingSubscribe();
        Observable.interval(1, TimeUnit.MILLISECONDS)
                .take(2)
                .map(tick -> seen(user, "timer"))
                .blockingSubscribe();
        Observable.timer(1, TimeUnit.MILLISECONDS)
                .map(tick -> seen(user, "retried"))
                .map(same -> failing(same))
                .retry(1)
                .onErrorReturnItem(user)
                .blockingSubscribe();
    }

    private static String seen(String user, String name) {
        step(user, name);
        return user;
    }

    private static String failing(String user) {
        throw new IllegalStateException(user + " fails, as asked");
    }

    /** One task emits the items of all senders. It has the context of the sender that started it. */
    @Test
    void observeOnOfSharedSourceHasContextOfAnotherSender() throws Exception {
        carry();
        CountDownLatch bobHasSent = new CountDownLatch(1);
        CountDownLatch received = new CountDownLatch(2);
        Map<String, String> sessions = new ConcurrentHashMap<>();
        Subject<String> shared = PublishSubject.<String>create().toSerialized();
        Disposable subscription = shared.observeOn(Schedulers.single()).subscribe(user -> {
            bobHasSent.await();
            sessions.put(user, String.valueOf(TelemetryContext.current().sessionId()));
            received.countDown();
        });
        ids("alice").run(() -> shared.onNext("alice"));
        ids("bob").run(() -> shared.onNext("bob"));
        bobHasSent.countDown();
        received.await();
        subscription.dispose();
        assertThat(sessions).isEqualTo(Map.of("alice", "s-alice", "bob", "s-alice"));
    }

    private record Message(
            TelemetryContext context, String user, Map<String, String> sessions, CountDownLatch received) {

        Message(String user, Map<String, String> sessions, CountDownLatch received) {
            this(TelemetryContext.current(), user, sessions, received);
        }
    }

    @Test
    void itemsOfSharedSourceHaveTheirOwnContext() throws Exception {
        carry();
        CountDownLatch received = new CountDownLatch(2);
        Map<String, String> sessions = new ConcurrentHashMap<>();
        Subject<Message> shared = PublishSubject.<Message>create().toSerialized();
        Disposable subscription = shared.observeOn(Schedulers.single())
                .subscribe(message -> message.context().run(() -> handle(message)));
        ids("alice").run(() -> shared.onNext(new Message("alice", sessions, received)));
        ids("bob").run(() -> shared.onNext(new Message("bob", sessions, received)));
        received.await();
        subscription.dispose();
        assertThat(sessions).isEqualTo(Map.of("alice", "s-alice", "bob", "s-bob"));
    }

    private static void handle(Message message) {
        message.sessions()
                .put(message.user(), String.valueOf(TelemetryContext.current().sessionId()));
        message.received().countDown();
    }
}
