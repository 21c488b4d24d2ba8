package dev.grove.training.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * How good a model is on one part of a split; what does not belong to the task is null.
 *
 * @param ndcg ranking's alone: at {@value Ndcg#AT}, the mean over the groups
 * @param auc binary's alone; null if a class does not occur
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SplitScores(
    long rows,
    Double accuracy,
    Double auc,
    Double logLoss,
    Averages precision,
    Averages recall,
    Averages f1,
    List<ClassScores> classes,
    Double rmse,
    Double mae,
    Double r2,
    Double ndcg) {}
