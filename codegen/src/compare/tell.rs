//! What changed, for programs and for pull requests.

use super::{Comparison, Package, Row};
use crate::diagnostic::{data, field, property};

impl Comparison {
    /// The rows as JSON objects, a line each.
    ///
    /// ```
    /// use huaweicloud_codegen::compare::{Comparison, Package, Row, Verdict};
    ///
    /// let row = Row {
    ///     package: Package::Model,
    ///     item: "VpnUser::name".to_owned(),
    ///     change: "deprecated".to_owned(),
    ///     verdict: Verdict::Minor,
    ///     why: "callers compile as before, with a warning".to_owned(),
    /// };
    /// assert_eq!(
    ///     Comparison { service: "vpn".to_owned(), rows: vec![row] }.json(),
    ///     "{\"service\":\"vpn\",\"crate\":\"huaweicloud-vpn-model\",\"item\":\"VpnUser::name\",\
    ///      \"change\":\"deprecated\",\"verdict\":\"minor\",\
    ///      \"why\":\"callers compile as before, with a warning\"}\n"
    /// );
    /// ```
    pub fn json(&self) -> String {
        let line = |row: &Row| {
            let mut out = String::from("{");
            field(&mut out, "service", &self.service);
            field(&mut out, "crate", &row.package.name(&self.service));
            field(&mut out, "item", &row.item);
            field(&mut out, "change", &row.change);
            field(&mut out, "verdict", row.verdict.as_str());
            field(&mut out, "why", &row.why);
            out.pop();
            out.push_str("}\n");
            out
        };
        self.rows.iter().map(line).collect()
    }

    /// Workflow commands of GitHub Actions, one a crate that changed: a pull request shows them. Most
    /// of what changes has no line of its own in a spec, so they name none.
    pub fn github(&self) -> String {
        let notice = |package: Package| {
            let verdict = self.verdict(package)?;
            let title = format!("{}: {verdict}", package.name(&self.service));
            let row = |row: &Row| format!("{}: {}, {}", row.verdict, row.item, row.change);
            let mut rows: Vec<String> = self.of(package).map(row).collect();
            if self.is_by_its_model(package) {
                rows.insert(0, format!("{verdict}: the types that it re-exports"));
            }
            Some(format!("::notice title={}::{}\n", property(&title), data(&rows.join("\n"))))
        };
        [Package::Model, Package::Client].into_iter().filter_map(notice).collect()
    }
}
