package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import io.github.telemetrycontext.SessionPolicy;
import io.github.telemetrycontext.TelemetryContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs each method of an AI service under its own context.
 *
 * @param service the AI service
 * @param chat supplies the parameters of the model for methods that return an answer, null if unknown
 * @param streaming supplies the parameters of the model for methods that stream, null if unknown
 * @param memoryIdIsSession when the argument marked as memory id becomes the session
 * @param numberAttempts whether attempts are counted from 1
 */
record AiServiceInvocationHandler(
        Object service,
        Supplier<@Nullable ChatRequestParameters> chat,
        Supplier<@Nullable ChatRequestParameters> streaming,
        SessionPolicy memoryIdIsSession,
        boolean numberAttempts)
        implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        TelemetryContext invocation = contextOf(method, arguments);
        Object result = isDefaultMethodOfProxy(method)
                ? call(invocation, () -> invokeDefault(proxy, method, arguments))
                : invoke(invocation, service, method, arguments);
        return result instanceof TokenStream stream ? startedUnder(invocation, stream) : result;
    }

    /**
     * LangChain4j's proxy runs a default method on itself. The methods that it calls would then bypass this handler.
     */
    private boolean isDefaultMethodOfProxy(Method method) {
        return method.isDefault() && Proxy.isProxyClass(service.getClass());
    }

    /**
     * Handles the methods of Object. The service would compare itself with the proxy, so the proxy would not equal
     * itself.
     */
    private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "telemetry context around " + service;
        };
    }

    private TelemetryContext contextOf(Method method, @Nullable Object @Nullable [] arguments) {
        TelemetryContext current = TelemetryContext.current();
        String model = CallContext.modelOf((StreamedTypes.include(method.getReturnType()) ? streaming : chat).get());
        String memoryId = null;
        boolean memoryIdCounts = memoryIdIsSession.appliesTo(current);
        if (arguments != null) {
            Parameter[] parameters = method.getParameters();
            for (int i = 0; i < arguments.length; i++) {
                Object argument = arguments[i];
                if (argument instanceof ChatRequestParameters own && own.modelName() != null) {
                    model = own.modelName();
                }
                if (memoryIdCounts && argument != null && parameters[i].isAnnotationPresent(MemoryId.class)) {
                    memoryId = textOf(argument);
                }
            }
        }
        TelemetryContext.Builder invocation = CallContext.of(current, model).toBuilder();
        if (memoryId != null) {
            invocation.sessionId(memoryId);
        }
        AttemptOwner outer = AttemptOwner.of(current);
        if (numberAttempts && !isDefaultMethodOfProxy(method)) {
            if (outer != null || current.samplingIteration() == null) {
                invocation.samplingIteration(1);
            }
            return AttemptOwner.own(invocation.build(), AttemptOwner.of(service, method));
        }
        return AttemptOwner.own(invocation.build(), outer == null ? null : AttemptOwner.CALLER);
    }

    /** A memory id whose toString() fails must not fail the call. */
    private static @Nullable String textOf(Object memoryId) {
        try {
            return memoryId.toString();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** Methods that return the stream itself must return the proxy, so that the stream starts under the context. */
    private static TokenStream startedUnder(TelemetryContext invocation, TokenStream stream) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object result = invoke(invocation, stream, method, arguments);
            return result == stream ? proxy : result;
        };
        return (TokenStream)
                Proxy.newProxyInstance(TokenStream.class.getClassLoader(), new Class<?>[] {TokenStream.class}, handler);
    }

    private static @Nullable Object invoke(
            TelemetryContext context, Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (!Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
            method.setAccessible(true);
        }
        return call(context, () -> method.invoke(target, arguments));
    }

    /** Throws the same exceptions as {@link Method#invoke}. */
    private static @Nullable Object invokeDefault(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws InvocationTargetException {
        try {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        } catch (Throwable e) {
            throw new InvocationTargetException(e);
        }
    }

    private static @Nullable Object call(TelemetryContext context, Callable<@Nullable Object> invocation)
            throws Throwable {
        try {
            return context.call(invocation::call);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
