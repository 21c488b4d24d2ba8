package dev.grove.training.fit;

/**
 * How to train.
 *
 * @param rounds the most that are grown
 * @param earlyStoppingRounds how many rounds without a better validation metric end it; 0 never
 * @param threads that LightGBM may use
 */
record TrainingPlan(
    HyperParameters parameters, int rounds, int earlyStoppingRounds, long seed, int threads) {}
