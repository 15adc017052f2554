package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.UnwindableScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Runs each request under its context: the first dispatch, later asynchronous and error dispatches, and tasks that
 * Spring MVC runs on other threads.
 */
final class ServletContextFilter extends OncePerRequestFilter implements Ordered {

    /** The request attribute with the latest context, for the next filter of this class and for later dispatches. */
    private static final String CONTEXT = TelemetryContext.class.getName();

    private final int order;
    private final Function<HttpServletRequest, TelemetryContext> contexts;

    ServletContextFilter(int order, Function<HttpServletRequest, TelemetryContext> contexts) {
        this.order = order;
        this.contexts = contexts;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    @SuppressWarnings({"try", "MustBeClosedChecker"}) // unwound, because a handler may leave scopes open
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String done = CONTEXT + "." + getFilterName();
        if (request.getAttribute(done) == null) {
            request.setAttribute(done, true);
            // Used by the error page if the application's resolver throws. The resolver has not confirmed the session
            // of the header.
            request.setAttribute(
                    CONTEXT,
                    TelemetryContext.current().toBuilder().sessionId(null).build());
            TelemetryContext made = contexts.apply(request);
            request.setAttribute(CONTEXT, made);
            WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor(done, new CallableUnderContext(made));
        }
        TelemetryContext context = (TelemetryContext) request.getAttribute(CONTEXT);
        UnwindableScope scope = (UnwindableScope) context.makeCurrent();
        try (Scope end = scope::unwind) {
            chain.doFilter(request, response);
        }
    }

    /**
     * Opens and closes the scope of a task. Spring calls both methods on the thread of the task. The task may continue
     * after a timeout, in parallel to the next task.
     */
    private static final class CallableUnderContext implements CallableProcessingInterceptor {

        private final TelemetryContext context;
        private final Map<Callable<?>, UnwindableScope> open = new ConcurrentHashMap<>();

        CallableUnderContext(TelemetryContext context) {
            this.context = context;
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // unwound by postProcess
        public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
            open.put(task, (UnwindableScope) context.makeCurrent());
        }

        @Override
        public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
            UnwindableScope scope = open.remove(task);
            if (scope != null) {
                scope.unwind();
            }
        }
    }
}
