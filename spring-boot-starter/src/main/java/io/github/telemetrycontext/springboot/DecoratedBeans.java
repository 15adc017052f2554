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
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Decorates beans of some types. A bean keeps its type for those who inject it:
 *
 * <ul>
 *   <li>A subclass of the bean's class passes the methods of the decorated interfaces to the decorators, and all others to the bean.
 *   <li>A class without subclasses, such as a final one, is replaced by its decorator. Who injects it by its class gets the
 *       bean itself, undecorated.
 * </ul>
 *
 * <p>It comes before all post-processors that wrap beans in aspects, so it sees the beans themselves.
 */
abstract class DecoratedBeans
        implements BeanFactoryPostProcessor, SmartInstantiationAwareBeanPostProcessor, PriorityOrdered {

    static final String DECORATED = "decorated";

    private final List<Decoration<?>> decorations;

    /** By the name of the bean: what became of it. */
    private final Map<String, String> report = new ConcurrentHashMap<>();

    /** The beans that were decorated when a circular reference asked for them early. */
    private final Map<String, Object> early = new ConcurrentHashMap<>();

    /** The final classes by the name of the only bean that has them. */
    private final Map<String, Decoration<?>> replaced = new ConcurrentHashMap<>();

    /** The replaced beans themselves. */
    private final Map<String, Object> originals = new ConcurrentHashMap<>();

    private @Nullable ConfigurableListableBeanFactory factory;

    DecoratedBeans(List<Decoration<?>> decorations) {
        this.decorations = decorations;
    }

    /**
     * How beans of a type are decorated.
     *
     * @param type an interface
     * @param decoratorType the class of the decorators
     * @param decorator makes a decorator, which implements the interface
     */
    record Decoration<T>(Class<T> type, Class<? extends T> decoratorType, UnaryOperator<T> decorator) {

        T of(Object bean) {
            return decorator.apply(type.cast(bean));
        }
    }

    /** What became of each bean, in the order of their names. */
    Map<String, String> report() {
        return new TreeMap<>(report);
    }

    void report(String bean, String result) {
        report.put(bean, result);
    }

    /** After the processor of mocks and spies, which wants the first place. */
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
                if (type != null && !type.isInterface() && !canBeExtended(type) && !isDecorated(type)) {
                    names.computeIfAbsent(type, key -> new ArrayList<>()).add(name);
                }
            }
            names.forEach((type, all) -> {
                String name = all.get(0);
                if (all.size() == 1
                        && beans.isSingleton(name)
                        && !beans.isFactoryBean(name)
                        && decorationsOf(type).size() == 1) {
                    replaced.put(name, decoration);
                    beans.registerResolvableDependency(type, (ObjectFactory<Object>) () -> original(name));
                }
            });
        }
    }

    private Object original(String name) {
        Object bean = factory().getBean(name);
        return originals.getOrDefault(name, bean);
    }

    /** Beans of a final class count as what they will be: Spring would inject them by their class otherwise, and fail. */
    @Override
    public @Nullable Class<?> predictBeanType(Class<?> type, String name) {
        Decoration<?> decoration = replaced.get(name);
        return decoration == null || decoration.decoratorType().isAssignableFrom(type)
                ? null
                : decoration.decoratorType();
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
        // The target of a scoped proxy is a bean of its own.
        List<Decoration<?>> matching = decorationsOf(bean.getClass());
        if (matching.isEmpty() || bean instanceof ScopedObject || isDecorated(bean.getClass())) {
            return bean;
        }
        if (canBeExtended(bean.getClass())) {
            report(name, DECORATED);
            return extended(bean, matching);
        }
        if (replaced.containsKey(name)) {
            originals.put(name, bean);
        } else if (matching.size() > 1 || !mayBe(matching.get(0).decoratorType(), bean, name)) {
            report(
                    name,
                    "not decorated: " + bean.getClass().getName() + " can't be extended. Declare the bean as "
                            + matching.get(0).type().getSimpleName());
            return bean;
        }
        report(name, DECORATED);
        return matching.get(0).of(bean);
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

    /** Also if another post-processor has replaced the bean, so that it does not have its type anyway. */
    private boolean mayBe(Class<?> type, Object bean, String name) {
        if (!factory().containsBeanDefinition(name) || factory().isFactoryBean(name)) {
            return false;
        }
        Class<?> declared =
                factory().getMergedBeanDefinition(name).getResolvableType().resolve(Object.class);
        return declared.isAssignableFrom(type) || !declared.isInstance(bean);
    }

    private static Object extended(Object bean, List<Decoration<?>> matching) {
        List<Object> decorators = new ArrayList<>();
        matching.forEach(decoration -> decorators.add(decoration.of(bean)));
        ProxyFactory proxy = new ProxyFactory(bean);
        proxy.setProxyTargetClass(true);
        proxy.addAdvice((MethodInterceptor) call -> {
            Method method = ClassUtils.getInterfaceMethodIfPossible(call.getMethod(), bean.getClass());
            Class<?> owner = method.getDeclaringClass();
            for (Object decorator : decorators) {
                if (owner.isInterface() && owner.isInstance(decorator)) {
                    Object result = AopUtils.invokeJoinpointUsingReflection(decorator, method, call.getArguments());
                    // A builder returns itself, which must have the bean's type.
                    return result == decorator ? ((ProxyMethodInvocation) call).getProxy() : result;
                }
            }
            return call.proceed();
        });
        return proxy.getProxy(bean.getClass().getClassLoader());
    }

    /** A final method would run on the subclass, which has none of the bean's fields. */
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
