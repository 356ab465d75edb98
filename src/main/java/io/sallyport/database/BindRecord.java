package io.sallyport.database;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;
import org.jdbi.v3.sqlobject.customizer.SqlStatementParameterCustomizer;

/// Binds each component of a record argument, or of each record of a batch, under its own name; unlike `@BindMethods`
/// it takes records that are not
/// public.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@SqlStatementCustomizingAnnotation(BindRecord.Factory.class)
public @interface BindRecord {

    /// Makes the binder of one parameter; Jdbi constructs it by name.
    final class Factory implements SqlStatementCustomizerFactory {
        @Override
        public SqlStatementParameterCustomizer createForParameter(
                Annotation annotation, Class<?> table, Method method, Parameter parameter, int index, Type type) {
            if (!parameter.getType().isRecord()) {
                // One of the records of a batch.
                return (statement, argument) ->
                        bind(statement, List.of(argument.getClass().getRecordComponents()), argument);
            }
            List<RecordComponent> components = List.of(parameter.getType().getRecordComponents());
            return (statement, argument) -> bind(statement, components, argument);
        }

        private static void bind(SqlStatement<?> statement, List<RecordComponent> components, Object argument) {
            components.forEach(component -> statement.bindByType(
                    component.getName(), RecordMapping.valueOf(component, argument), component.getGenericType()));
        }
    }
}
