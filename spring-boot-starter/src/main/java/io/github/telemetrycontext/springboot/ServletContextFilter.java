package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
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
 * Runs each request under its context: the first dispatch, those that follow when it is asynchronous or fails, and what Spring
 * MVC calls on a thread of its own meanwhile.
 */
final class ServletContextFilter extends OncePerRequestFilter implements Ordered {

    /** The attribute of a request that has its latest context, for the next filter of this kind and for later dispatches. */
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
    @SuppressWarnings("try") // the scope is there to be closed
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String done = CONTEXT + "." + getFilterName();
        if (request.getAttribute(done) == null) {
            TelemetryContext made = contexts.apply(request);
            request.setAttribute(done, true);
            request.setAttribute(CONTEXT, made);
            WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor(done, new CallableUnderContext(made));
        }
        TelemetryContext context = (TelemetryContext) request.getAttribute(CONTEXT);
        try (Scope scope = context.makeCurrent()) {
            chain.doFilter(request, response);
        }
    }

    /** Spring calls both methods on the thread that runs the task, which may go on after a timeout, beside the next one. */
    private static final class CallableUnderContext implements CallableProcessingInterceptor {

        private final TelemetryContext context;
        private final Map<Callable<?>, Scope> open = new ConcurrentHashMap<>();

        CallableUnderContext(TelemetryContext context) {
            this.context = context;
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // closed by postProcess
        public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
            open.put(task, context.makeCurrent());
        }

        @Override
        public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
            Scope scope = open.remove(task);
            if (scope != null) {
                scope.close();
            }
        }
    }
}
