package io.github.telemetrycontext.springboot;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.NativeDetector;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Decorates beans of some types. Code that injects a bean still gets its type:
 *
 * <ul>
 *   <li>The decorated bean is a subclass of the bean's class. It passes the methods of the decorated interfaces to the
 *       decorators, and all others to the bean.
 *   <li>If the class can't be extended, for example a final class, the decorated bean has the interfaces of the class.
 *       Injection by the class yields the bean itself.
 * </ul>
 *
 * <p>It runs before the post-processors that wrap beans in aspects, so it sees the beans themselves.
 */
abstract class DecoratedBeans
        implements BeanFactoryPostProcessor, SmartInstantiationAwareBeanPostProcessor, PriorityOrdered {

    static final String DECORATED = "decorated";

    static final String NOT_DECORATED = "not decorated";

    private final List<Decoration<?>> decorations;

    /** The result of the decoration by the name of the bean. */
    private final Map<String, String> report = new ConcurrentHashMap<>();

    /** The beans that were decorated when a circular reference asked for them early. */
    private final Map<String, Object> early = new ConcurrentHashMap<>();

    /** The class of the decorated bean by the name of the bean, whose own class can't be extended. */
    private final Map<String, Class<?>> replaced = new ConcurrentHashMap<>();

    /** The replaced beans themselves. */
    private final Map<String, Object> originals = new ConcurrentHashMap<>();

    private @Nullable ConfigurableListableBeanFactory factory;

    DecoratedBeans(List<Decoration<?>> decorations) {
        this.decorations = decorations;
    }

    /**
     * The decoration of beans of a type.
     *
     * @param type an interface
     * @param decoratorType the class of the decorators
     * @param decorator creates a decorator, which implements the interface
     */
    record Decoration<T>(Class<T> type, Class<? extends T> decoratorType, UnaryOperator<T> decorator) {

        T of(Object bean) {
            return decorator.apply(type.cast(bean));
        }
    }

    /** Returns the state of each bean, sorted by name. */
    Map<String, String> report() {
        Map<String, String> states = new TreeMap<>();
        for (Decoration<?> decoration : decorations) {
            for (String name : factory().getBeanNamesForType(decoration.type(), true, false)) {
                if (!factory().containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name))) {
                    states.put(name, stateOfUnseen(name));
                }
            }
        }
        states.putAll(report);
        return states;
    }

    /** Returns the state of a bean that this post-processor has neither decorated nor refused. */
    private String stateOfUnseen(String name) {
        Object bean = factory().isFactoryBean(name) ? null : factory().getSingleton(name);
        if (bean == null) {
            return "not created yet";
        }
        return isDecorated(bean.getClass())
                ? "decorated by the application"
                : NOT_DECORATED + ": it was created or registered before the bean post-processors";
    }

    void report(String bean, String result) {
        report.put(bean, result);
    }

    /** Runs after the processor of mocks and spies, which has the highest precedence. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    ConfigurableListableBeanFactory factory() {
        return Objects.requireNonNull(factory);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        factory = beans;
        for (Decoration<?> decoration : decorations) {
            Map<Class<?>, List<String>> names = new LinkedHashMap<>();
            for (String name : beans.getBeanNamesForType(decoration.type(), false, false)) {
                Class<?> type = beans.getType(name, false);
                if (type != null && canBeReplaced(type) && !beans.isFactoryBean(name)) {
                    names.computeIfAbsent(type, key -> new ArrayList<>()).add(name);
                }
            }
            names.forEach((type, all) -> {
                // Injection by the class could not tell several beans apart.
                if (all.size() == 1) {
                    replaced.put(all.get(0), classWithInterfacesOf(type));
                    beans.registerResolvableDependency(type, (ObjectFactory<Object>) () -> original(all.get(0)));
                }
            });
        }
    }

    private boolean canBeReplaced(Class<?> type) {
        return !type.isInterface()
                && !canBeExtended(type)
                && !isDecorated(type)
                && !NativeDetector.inNativeImage()
                // The bean would lose this class, too.
                && (type.getSuperclass() == Object.class || type.isRecord());
    }

    private static Class<?> classWithInterfacesOf(Class<?> type) {
        ProxyFactory proxy = new ProxyFactory(ClassUtils.getAllInterfacesForClass(type));
        return proxy.getProxyClass(type.getClassLoader());
    }

    /** Spring ignores a value that does not have the type, for example if a mock replaces the bean. */
    private Object original(String name) {
        factory().getBean(name);
        return originals.getOrDefault(name, this);
    }

    /** Otherwise Spring would choose a replaced bean for an injection by its class, and fail. */
    @Override
    public @Nullable Class<?> predictBeanType(Class<?> type, String name) {
        return replaced.get(name);
    }

    @Override
    public Object getEarlyBeanReference(Object bean, String name) {
        early.put(name, bean);
        return decorated(bean, name);
    }

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
        return early.remove(name) == bean ? bean : decorated(bean, name);
    }

    Object decorated(Object bean, String name) {
        List<Decoration<?>> matching = decorationsOf(bean.getClass());
        // The target of a scoped proxy is a separate bean.
        if (matching.isEmpty() || bean instanceof ScopedObject || isDecorated(bean.getClass())) {
            return bean;
        }
        String obstacle = obstacle(bean, name);
        if (obstacle != null) {
            report(name, NOT_DECORATED + ": " + obstacle);
            return bean;
        }
        if (replaced.containsKey(name)) {
            originals.put(name, bean);
        }
        report(name, DECORATED);
        return decorated(bean, matching);
    }

    private @Nullable String obstacle(Object bean, String name) {
        if (NativeDetector.inNativeImage()) {
            return "native images can't extend its class";
        }
        if (canBeExtended(bean.getClass()) || replaced.containsKey(name) || isKnownByInterface(bean, name)) {
            return null;
        }
        return "its class " + bean.getClass().getName()
                + " can't be extended, and code may inject the bean by this class. Decorate the bean in its @Bean method";
    }

    private List<Decoration<?>> decorationsOf(Class<?> type) {
        return decorations.stream()
                .filter(decoration -> decoration.type().isAssignableFrom(type))
                .toList();
    }

    private boolean isDecorated(Class<?> type) {
        return decorations.stream()
                .anyMatch(decoration -> decoration.decoratorType().isAssignableFrom(type));
    }

    /**
     * Returns true also if another post-processor has replaced the bean. The bean then does not have its declared
     * class.
     */
    private boolean isKnownByInterface(Object bean, String name) {
        if (!factory().containsBeanDefinition(name)) {
            return false;
        }
        Class<?> declared = factory().isFactoryBean(name)
                ? factory().getType(name, false)
                : factory().getMergedBeanDefinition(name).getResolvableType().resolve();
        return declared != null && (declared.isInterface() || !declared.isInstance(bean));
    }

    private static Object decorated(Object bean, List<Decoration<?>> matching) {
        List<Object> decorators = new ArrayList<>();
        matching.forEach(decoration -> decorators.add(decoration.of(bean)));
        ProxyFactory proxy = new ProxyFactory(bean);
        proxy.setProxyTargetClass(canBeExtended(bean.getClass()));
        proxy.addAdvice((MethodInterceptor) call -> {
            Method method = ClassUtils.getInterfaceMethodIfPossible(call.getMethod(), bean.getClass());
            Class<?> owner = method.getDeclaringClass();
            for (Object decorator : decorators) {
                if (owner.isInterface() && owner.isInstance(decorator)) {
                    Object result = AopUtils.invokeJoinpointUsingReflection(decorator, method, call.getArguments());
                    // A builder returns itself. The result must have the bean's type.
                    return result == decorator ? ((ProxyMethodInvocation) call).getProxy() : result;
                }
            }
            return call.proceed();
        });
        return proxy.getProxy(bean.getClass().getClassLoader());
    }

    /**
     * Returns false for a class with a final method. The method would run on the subclass, which has none of the bean's
     * fields.
     */
    private static boolean canBeExtended(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers())
                && !type.isSealed()
                && !Proxy.isProxyClass(type)
                && Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> !Modifier.isPrivate(constructor.getModifiers()))
                && Stream.of(ReflectionUtils.getAllDeclaredMethods(type))
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .mapToInt(Method::getModifiers)
                        .noneMatch(modifiers -> Modifier.isFinal(modifiers)
                                && !Modifier.isStatic(modifiers)
                                && !Modifier.isPrivate(modifiers));
    }
}
