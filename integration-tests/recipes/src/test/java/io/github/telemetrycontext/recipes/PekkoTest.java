package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An actor sends a question to another actor, which replies after a while. */
@ExtendWith(TelemetryContextExtension.class)
class PekkoTest {

    private static final String[] STEPS = {"agent", "model"};

    public record Question(TelemetryContext context, String user, ActorRef<String> replyTo)
            implements PekkoContext.Message {

        Question(String user, ActorRef<String> replyTo) {
            this(TelemetryContext.current(), user, replyTo);
        }
    }

    @Test
    void actorsHandleMessagesWithContextOfSender() throws Exception {
        assertThat(steps(behavior -> Behaviors.intercept(() -> new PekkoContext<>(Question.class), behavior)))
                .isEqualTo(carried(STEPS));
    }

    @Test
    void actorsHaveNoContextByDefault() throws Exception {
        assertThat(steps(behavior -> behavior)).isEqualTo(lost(STEPS));
    }

    private static Map<String, Set<TwoSessions.Ids>> steps(UnaryOperator<Behavior<Question>> interceptor)
            throws Exception {
        ActorSystem<Question> agent = ActorSystem.create(interceptor.apply(agent(interceptor)), "agent");
        try {
            return TwoSessions.run(user -> AskPattern.<Question, String>ask(
                            agent, replyTo -> new Question(user, replyTo), Duration.ofMinutes(1), agent.scheduler())
                    .toCompletableFuture()
                    .join());
        } finally {
            agent.terminate();
            agent.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static Behavior<Question> agent(UnaryOperator<Behavior<Question>> interceptor) {
        return Behaviors.setup(actor -> {
            ActorRef<Question> model = actor.spawn(interceptor.apply(MODEL), "model");
            return Behaviors.receiveMessage(question -> {
                step(question.user(), "agent");
                model.tell(new Question(question.user(), question.replyTo()));
                return Behaviors.same();
            });
        });
    }

    private static final Behavior<Question> MODEL = Behaviors.receiveMessage(question -> {
        step(question.user(), "model");
        question.replyTo().tell("answer");
        return Behaviors.same();
    });
}
