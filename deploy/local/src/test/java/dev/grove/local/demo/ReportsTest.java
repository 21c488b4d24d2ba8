package dev.grove.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.local.api.DatasetVersion;
import dev.grove.local.api.Evaluation;
import dev.grove.local.api.Job;
import dev.grove.local.api.Profile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static <T> T read(String json, Class<T> type) throws Exception {
    return JSON.readValue(json.replace('\'', '"'), type);
  }

  @Test
  void profileNamesRolesRangesAndClasses() throws Exception {
    Profile profile =
        read(
            """
            {'rows':4,'columns':[
              {'name':'id','type':'integer','nulls':0,'distinct':4,'min':1,'max':4,'mean':2.5},
              {'name':'title','type':'string','nulls':1,'distinct':3,
               'top':[{'value':'tv','count':2}]},
              {'name':'kind','type':'string','nulls':0,'distinct':2,'top':[]}],
             'classes':[{'label':'a','count':3},{'label':'b','count':1}]}
            """,
            Profile.class);
    DatasetVersion version =
        read("{'dataset':'d','version':'v','key':'id','target':'kind'}", DatasetVersion.class);

    assertThat(new ProfileReport(profile, version).lines())
        .containsExactly(
            "   column         type     missing  distinct  range or top value",
            "   id (key)       integer        0         4  1 .. 4",
            "   title          string         1         3  tv (2)",
            "   kind (target)  string         0         2",
            "",
            "   class  rows  share",
            "   a         3  75.0%",
            "   b         1  25.0%");
  }

  @Test
  void manyClassesAreCutShort() throws Exception {
    StringBuilder classes = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      classes.append(i == 0 ? "" : ",").append("{'label':'" + i + "','count':1}");
    }
    Profile profile = read("{'rows':25,'columns':[],'classes':[" + classes + "]}", Profile.class);

    assertThat(new ProfileReport(profile, read("{}", DatasetVersion.class)).lines())
        .last()
        .isEqualTo("   … and 5 more");
  }

  @Test
  void evaluationShowsPartsClassesAndConfusion() throws Exception {
    Evaluation evaluation =
        read(
            """
            {'task':'binary','rounds':83,'bestRound':63,
             'splits':{'validation':{'rows':10,'accuracy':0.9,'auc':0.95,'logLoss':0.3,
                'precision':{'weighted':0.8,'macro':0.7},'recall':{'weighted':0.9,'macro':0.6},
                'f1':{'weighted':0.85,'macro':0.65},'classes':[]},
               'test':{'rows':1000,'accuracy':0.8,'auc':0.9,'logLoss':0.4,
                'precision':{'weighted':0.8,'macro':0.7},'recall':{'weighted':0.9,'macro':0.6},
                'f1':{'weighted':0.85,'macro':0.65},
                'classes':[{'label':'no','precision':0.9,'recall':0.8,'f1':0.85,'support':700}]}},
             'confusion':{'labels':['no','yes'],'counts':[[600,100],[50,250]]},
             'importances':[{'feature':'age','gain':3.5,'splits':7}],
             'leftOut':[{'column':'id','reason':'key'}]}
            """,
            Evaluation.class);

    String text = String.join("\n", new EvaluationReport(evaluation).lines());

    assertThat(text)
        .contains("   metric               validation    test")
        .contains("   rows                         10   1,000")
        .contains("   AUC                      0.9500  0.9000")
        .contains("   F1, macro                0.6500  0.6500")
        .contains("   no               0.9000  0.8000  0.8500   700")
        .contains("   (2) yes            50  250")
        .contains("   strongest   age")
        .contains("   left out    id: key")
        .doesNotContain("RMSE");
  }

  @Test
  void regressionHasItsOwnFigures() throws Exception {
    Evaluation evaluation =
        read(
            "{'task':'regression','rounds':5,'bestRound':5,"
                + "'splits':{'test':{'rows':3,'rmse':1.5,'mae':1.0,'r2':0.5}}}",
            Evaluation.class);

    assertThat(String.join("\n", new EvaluationReport(evaluation).lines()))
        .contains("RMSE    1.5000", "MAE     1.0000", "R2      0.5000")
        .doesNotContain("accuracy", "precision");
  }

  @Test
  void progressShowsRoundsAndHeldOutMetrics() throws Exception {
    Job job =
        read(
            "{'id':'1','state':'running','rounds':200,'roundsDone':37,"
                + "'metrics':{'validation.auc':0.9,'training.auc':0.95}}",
            Job.class);

    assertThat(TrainingWatch.progress(job))
        .isEqualTo("running     round 37/200  validation.auc 0.90000");
    assertThat(TrainingWatch.progress(read("{'id':'1','state':'queued'}", Job.class)))
        .isEqualTo("queued");
  }

  @Test
  void datasetsAreNamedAfterTheirFiles() {
    assertThat(Table.nameOf(Path.of("/a/adult.csv"))).isEqualTo("adult");
    assertThat(Table.nameOf(Path.of("Offers 2026 (final).csv.gz"))).isEqualTo("Offers-2026-final");
    assertThat(Table.nameOf(Path.of("größe.csv"))).isEqualTo("gr-e");
    assertThat(Table.nameOf(Path.of(".hidden"))).isEqualTo("hidden");
    assertThat(Table.nameOf(Path.of("日本.csv"))).isEqualTo("table");
  }
}
