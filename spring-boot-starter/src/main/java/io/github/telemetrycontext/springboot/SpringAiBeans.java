package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.springai.TelemetryChatModel;
import java.util.List;
import org.springframework.ai.chat.model.ChatModel;

/** Decorates Spring AI's models. */
final class SpringAiBeans extends DecoratedBeans {

    SpringAiBeans() {
        super(List.of(new Decoration<>(ChatModel.class, TelemetryChatModel.class, TelemetryChatModel::of)));
    }
}
