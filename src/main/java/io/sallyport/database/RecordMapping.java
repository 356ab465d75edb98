package io.sallyport.database;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.array.SqlArrayType;
import org.jdbi.v3.core.array.SqlArrayTypes;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.ColumnMappers;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jspecify.annotations.Nullable;

/// Teaches Jdbi our records: a record is a row, a record with one component (an id, an amount) is a column.
final class RecordMapping extends JdbiPlugin.Singleton {

    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerRowMapper(RecordMapping::rowMapper);
        jdbi.registerColumnMapper(RecordMapping::columnMapper);
        jdbi.registerColumnMapper(BigInteger.class, (rows, column, context) -> {
            BigDecimal number = rows.getBigDecimal(column);
            return number == null ? null : number.toBigIntegerExact();
        });
        jdbi.registerArgument(new BigIntegerArgumentFactory());
        jdbi.registerArgument(RecordMapping::argument);
        jdbi.registerArrayType(RecordMapping::arrayType);
    }

    private static Optional<RowMapper<?>> rowMapper(Type type, ConfigRegistry config) {
        Class<?> kind = GenericTypes.getErasedType(type);
        return kind.isRecord() && kind.getRecordComponents().length > 1
                ? Optional.of(ConstructorMapper.of(constructorOf(kind)))
                : Optional.empty();
    }

    private static Optional<ColumnMapper<?>> columnMapper(Type type, ConfigRegistry config) {
        return only(type).map(component -> {
            Constructor<?> constructor = constructorOf(component.getDeclaringRecord());
            ColumnMapper<?> inner = config.get(ColumnMappers.class)
                    .findFor(component.getGenericType())
                    .orElseThrow(() -> new IllegalArgumentException("no column form for " + component));
            return (rows, column, context) -> {
                Object value = inner.map(rows, column, context);
                return rows.wasNull() || value == null ? null : made(constructor, value);
            };
        });
    }

    private static Optional<Argument> argument(Type type, @Nullable Object value, ConfigRegistry config) {
        return only(type)
                .flatMap(component -> value == null
                        ? Optional.of(new NullArgument(Types.OTHER))
                        : config.get(Arguments.class).findFor(component.getGenericType(), valueOf(component, value)));
    }

    private static Optional<SqlArrayType<?>> arrayType(Type type, ConfigRegistry config) {
        return only(type)
                .flatMap(component -> config.get(SqlArrayTypes.class)
                        .findFor(component.getGenericType())
                        .map(inner -> wrapped(component, inner)));
    }

    private static <V> SqlArrayType<Object> wrapped(RecordComponent component, SqlArrayType<V> inner) {
        return SqlArrayType.of(inner.getTypeName(), element -> {
            @SuppressWarnings("unchecked") // the component's own type chose the inner array type
            V value = (V) valueOf(component, element);
            return inner.convertArrayElement(value);
        });
    }

    private static Optional<RecordComponent> only(Type type) {
        Class<?> kind = GenericTypes.getErasedType(type);
        return kind.isRecord() && kind.getRecordComponents().length == 1
                ? Optional.of(kind.getRecordComponents()[0])
                : Optional.empty();
    }

    private static Constructor<?> constructorOf(Class<?> kind) {
        Class<?>[] types = Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = kind.getDeclaredConstructor(types);
            // Rows are the business of their room and often not public.
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has its canonical constructor", e);
        }
    }

    private static Object made(Constructor<?> constructor, Object value) {
        try {
            return constructor.newInstance(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a stored value breaks the rule of its record", e);
        }
    }

    static @Nullable Object valueOf(RecordComponent component, Object owner) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record answers for its component", e);
        }
    }

    /// Whole numbers of any size as NUMERIC.
    private static final class BigIntegerArgumentFactory extends AbstractArgumentFactory<BigInteger> {
        BigIntegerArgumentFactory() {
            super(Types.NUMERIC);
        }

        @Override
        protected Argument build(BigInteger value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setBigDecimal(position, new BigDecimal(value));
        }
    }
}
