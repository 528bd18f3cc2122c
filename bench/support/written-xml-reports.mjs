/**
 * Reports in XML as their tools lay them out: indented, a text to each element. Findings are nearly all of them, which is the hardest case: most of a
 * real FVDL is descriptions and rules (in test/fixtures/findings/fortify/hello_world.fpr 4 % of the characters are vulnerabilities).
 */
const padding = "Data that a user controls reaches a place where it is taken for code, markup or a command. ".repeat(6);
const fileOf = (index) => `src/main/java/org/example/component${index % 97}/Controller${index % 1009}.java`;
const hexOf = (index) => index.toString(16).toUpperCase().padStart(32, "A");
const ruleOf = (index) => `720E3A66-55AC-4D2D-8DB9-${String(index % 211).padStart(12, "0")}`;

const sourceLocation = (index) => `<SourceLocation path="${fileOf(index)}" line="${index % 900}" lineEnd="${index % 900}" colStart="9" colEnd="0" snippet="${hexOf(index)}#${fileOf(index)}:${index % 900}:${index % 900}"/>`;
const traceEntry = (index, step) => `          <Entry>
            <Node${step === 0 ? ' isDefault="true"' : ""} label="VariableAccess: name">
              ${sourceLocation(index + step)}
              <Knowledge>
                <Fact primary="false">Location: name</Fact>
              </Knowledge>
            </Node>
          </Entry>`;

const fvdlRule = (index) => `    <Rule id="${ruleOf(index)}"><MetaInfo><Group name="Impact">${(index % 5) + 1}.0</Group><Group name="Accuracy">4.0</Group><Group name="Probability">4.0</Group><Group name="altcategoryCWE">CWE ID 79</Group></MetaInfo></Rule>`;

const fvdl = {
  tool: "fortify",
  head: '<?xml version="1.0" encoding="UTF-8"?>\n<FVDL xmlns="xmlns://www.fortifysoftware.com/schema/fvdl" version="1.12">\n<WriteDate date="2026-01-15" time="12:00:00.000Z"/>\n<Build>\n  <BuildID>bench</BuildID>\n  <NumberFiles>1</NumberFiles>\n  <SourceBasePath>/src</SourceBasePath>\n  <SourceFiles>\n    <File><Name>A.java</Name></File>\n  </SourceFiles>\n</Build>\n<Vulnerabilities>\n',
  tail: `</Vulnerabilities>\n<EngineData>\n  <EngineVersion>24.2.0.0150</EngineVersion>\n  <RulePacks><RulePack><RulePackID>1</RulePackID></RulePack></RulePacks>\n  <RuleInfo>\n${Array.from({ length: 211 }, (_, index) => fvdlRule(index)).join("\n")}\n  </RuleInfo>\n</EngineData>\n</FVDL>\n`,
  finding: (index) => `<Vulnerability>
  <ClassInfo>
    <ClassID>${ruleOf(index)}</ClassID>
    <Kingdom>Input Validation and Representation</Kingdom>
    <Type>Cross-Site Scripting</Type>
    <Subtype>Reflected</Subtype>
    <AnalyzerName>dataflow</AnalyzerName>
    <DefaultSeverity>4.0</DefaultSeverity>
  </ClassInfo>
  <InstanceInfo>
    <InstanceID>${hexOf(index)}</InstanceID>
    <InstanceSeverity>4.0</InstanceSeverity>
    <Confidence>5.0</Confidence>
  </InstanceInfo>
  <AnalysisInfo>
    <Unified>
      <Context>
        <Function name="show" namespace="org.example" enclosingClass="Controller"/>
      </Context>
      <ReplacementDefinitions>
        <Def key="PrimaryLocation.file" value="Controller.java"/>
        <Def key="PrimaryLocation.line" value="${index % 900}"/>
      </ReplacementDefinitions>
      <Trace>
        <Primary>
${[0, 1, 2].map((step) => traceEntry(index, step)).join("\n")}
        </Primary>
      </Trace>
    </Unified>
  </AnalysisInfo>
</Vulnerability>
`,
};

const veracodeDetailed = {
  tool: "veracode",
  head: '<?xml version="1.0" encoding="UTF-8"?>\n<detailedreport xmlns="https://www.veracode.com/schema/reports/export/1.0" report_format_version="1.5" app_name="bench" version="bench">\n\t<static-analysis published_date="2026-01-15 12:00:00 UTC" engine_version="123190">\n\t\t<modules>\n\t\t\t<module name="bench.war"/>\n\t\t</modules>\n\t</static-analysis>\n\t<severity level="3">\n\t\t<category categoryid="21" categoryname="Cross-Site Scripting">\n\t\t\t<cwe cweid="79">\n\t\t\t\t<staticflaws>\n',
  tail: "\t\t\t\t</staticflaws>\n\t\t\t</cwe>\n\t\t</category>\n\t</severity>\n</detailedreport>\n",
  finding: (index) => `\t\t\t\t\t<flaw severity="${index % 6}" categoryname="Cross-Site Scripting" count="1" issueid="${index + 1}" module="bench.war" type="print" description="${padding.trim()}" note="" cweid="79" remediationeffort="2" exploitLevel="0" categoryid="21" pcirelated="true" date_first_occurrence="2018-02-17 01:10:32 UTC" remediation_status="Open" cia_impact="ppn" grace_period_expires="" affects_policy_compliance="true" mitigation_status="none" mitigation_status_desc="Not Mitigated" sourcefile="Controller${index % 1009}.java" line="${index % 900}" sourcefilepath="org/example/component${index % 97}/" scope="org.example.Controller" functionprototype="void show(java.lang.String)" functionrelativelocation="42"/>\n`,
};

const zapXml = {
  tool: "zap",
  head: '<?xml version="1.0"?><OWASPZAPReport version="2.15.0" generated="Thu, 15 Jan 2026 12:00:00">\n<site name="https://shop.example.org" host="shop.example.org" port="443" ssl="true"><alerts>\n',
  tail: "</alerts></site></OWASPZAPReport>\n",
  finding: (index) => `<alertitem>
  <pluginid>${40_000 + (index % 50)}</pluginid>
  <alertRef>${40_000 + (index % 50)}</alertRef>
  <alert>Cross Site Scripting</alert>
  <name>Cross Site Scripting</name>
  <riskcode>${index % 4}</riskcode>
  <confidence>2</confidence>
  <riskdesc>High (Medium)</riskdesc>
  <desc>&lt;p&gt;${padding}&lt;/p&gt;</desc>
  <instances>
  <instance>
  <uri>https://shop.example.org/item/${index}</uri>
  <method>GET</method>
  <param>q</param>
  </instance>
  </instances>
  <count>1</count>
  <solution>&lt;p&gt;${padding}&lt;/p&gt;</solution>
  <cweid>79</cweid>
</alertitem>
`,
};

const junit = {
  tool: "junit",
  head: '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n<testsuite name="bench" timestamp="2026-01-15T12:00:00">\n',
  tail: "</testsuite>\n</testsuites>\n",
  finding: (index) => `  <testcase classname="org.example.component${index % 97}.ControllerTest" name="shows item ${index}" time="0.012">${index % 3 === 0 ? `<failure message="expected 1, got 2" type="AssertionError">${padding}</failure>` : ""}</testcase>\n`,
};

/** What the XML formats look like that are the largest. */
export const xmlFormats = { "fortify-fvdl": fvdl, "veracode-detailed": veracodeDetailed, "zap-xml": zapXml, junit };
