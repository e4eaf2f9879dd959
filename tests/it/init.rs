//! A new site and its workflows: every step runs as on GitHub, with a bare repository as its remote and a `gh` that
//! records its calls.

use crate::cli::{offprint, run};
use crate::import_net::{self, Answer};
use crate::mail::server::{self, Mode, Server};
use crate::support::{put, repository, tree};
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use tempfile::TempDir;

fn init(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(folder, &[&["init"], arguments].concat())
}

#[test]
fn a_new_site_is_sound_and_says_what_comes_next() {
    let outer = TempDir::new().unwrap();
    let arguments =
        ["papers", "--title", "Papers \"we\" read: <all>", "--repo", "git@github.com:Ada/Papers.git"];
    let (status, stdout, stderr) = init(outer.path(), &arguments);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let next: Vec<&str> =
        stdout.lines().skip_while(|line| *line != "Next:").skip(1).map(|line| &line[..4]).collect();
    assert_eq!(next, ["  1.", "  2.", "  3."], "{stdout}");
    let site = outer.path().join("papers");
    let (status, stdout, _) = run(&site, &["check"]);
    assert_eq!(status, 0, "{stdout}");
    assert!(stdout.starts_with("no problems\n1 paper on 1 day"), "{stdout}");
    let settings = fs::read_to_string(site.join("site.toml")).unwrap();
    for line in [
        "title = 'Papers \"we\" read: <all>'",
        "base_url = \"https://ada.github.io/Papers/\"",
        "url = \"https://github.com/Ada/Papers\"",
        "branch = \"main\"",
        "forms = true",
        "#per_page = 50",
        &format!("offprint = \"{}\"", offprint::config::version::series()),
    ] {
        assert!(settings.lines().any(|there| there == line), "{line}\n{settings}");
    }
    let (status, stdout, _) = run(&site, &["fmt", "--check"]);
    assert_eq!(status, 0, "{stdout}");
    let (status, stdout, _) = run(&site, &["build", "--out", "../out"]);
    assert_eq!(status, 0, "{stdout}");
    let page = fs::read_to_string(outer.path().join("out/papers/2405.18047/index.html")).unwrap();
    let corrects = "/issues/new?template=correct.yml&amp;id=2405.18047&amp;title=2BP";
    for link in ["/edit/main/content/papers/", corrects] {
        assert!(page.contains(&format!("https://github.com/Ada/Papers{link}")), "{link}");
    }
    for (path, bytes) in tree(&site) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(path.starts_with("public") || !text.contains('@') || !text.contains("@TITLE@"), "{path}");
        if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&text)
                .unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

#[test]
fn existing_files_are_not_changed() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "README.md", "mine");
    put(folder.path(), ".github/workflows/other.yml", "mine");
    let (status, stdout, _) = init(folder.path(), &[]);
    assert_eq!(status, 0);
    assert!(stdout.contains("  README.md (exists, unchanged)\n"), "{stdout}");
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
    put(folder.path(), "site.toml", "title = \"Mine\"\nbase_url = \"https://a.org/\"\n");
    let before = tree(folder.path());
    let (status, stdout, _) = init(folder.path(), &["--title", "Other"]);
    assert_eq!(status, 0);
    assert!(stdout.ends_with("the current directory already has all files of a new site\n"), "{stdout}");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_language_that_is_not_built_in_gets_a_file_to_translate() {
    let folder = TempDir::new().unwrap();
    assert_eq!(init(folder.path(), &["--language", "fr"]).0, 0);
    let settings = fs::read_to_string(folder.path().join("site.toml")).unwrap();
    assert!(settings.contains("\nlanguage = \"fr\"\n"), "{settings}");
    let (status, stdout, _) = run(folder.path(), &["check"]);
    assert!(
        status == 0 && stdout.contains("warning[missing-text]: the theme has no texts in `fr`"),
        "{stdout}"
    );
    let file = folder.path().join("i18n/fr.toml");
    let words = fs::read_to_string(&file).unwrap();
    fs::write(&file, words.replace("#latest = \"Latest\"", "latest = \"Récents\"")).unwrap();
    let (_, stdout, _) = run(folder.path(), &["check"]);
    assert!(stdout.contains(" texts are missing in `fr`"), "{stdout}");
    // With all words, nothing is missing.
    let all = words.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
        _ => format!("{line}\n"),
    });
    fs::write(&file, all.collect::<String>()).unwrap();
    assert!(run(folder.path(), &["check"]).1.starts_with("no problems\n"));
    let german = TempDir::new().unwrap();
    assert_eq!(init(german.path(), &["--language", "de"]).0, 0);
    assert!(
        !german.path().join("i18n").exists() && run(german.path(), &["check"]).1.starts_with("no problems\n")
    );
    assert_eq!(init(german.path(), &["--language", "not a tag"]).0, 2);
}

#[test]
fn each_kind_of_site_has_its_shape() {
    let nav = |kind: &str| {
        let site = TempDir::new().unwrap();
        assert_eq!(init(site.path(), &["--kind", kind, "--repo", "ada/papers"]).0, 0);
        put(site.path(), "content/papers/old.md", "---\ntitle: Old\ndate: 2023-05-04\n---\nText.\n");
        put(site.path(), "content/papers/older.md", "---\ntitle: Older\ndate: 2023-04-03\n---\nText.\n");
        let (status, stdout, stderr) = run(site.path(), &["build"]);
        assert_eq!((status, stdout.as_str()), (0, ""), "{kind}: {stderr}");
        (tree(site.path()), fs::read_to_string(site.path().join("public/index.html")).unwrap())
    };
    for kind in ["lab", "conference"] {
        let (files, home) = nav(kind);
        assert!(files.contains_key("public/2023/index.html"), "{kind}");
        for folder in ["public/days/", "public/weeks/", "public/months/", "public/trending/"] {
            assert!(!files.keys().any(|path| path.starts_with(folder)), "{kind}: {folder}");
        }
        assert!(!files.contains_key(".github/workflows/collect.yml"), "{kind}");
        assert!(home.contains("/2023/\"><time datetime=\"2023\">2023</time></a></h2>"), "{home}");
        assert!(home.find(">Old<").unwrap() < home.find(">Older<").unwrap(), "the newest is first");
        let feed = std::str::from_utf8(&files["public/feed.xml"]).unwrap();
        assert!(feed.contains("<pubDate>Thu, 04 May 2023"), "{feed}");
    }
    let (files, _) = nav("reading-group");
    assert!(files.contains_key("public/days/2023-05-04/index.html"));
    assert!(!files.contains_key("public/weeks/2023-W18/index.html"));
    assert!(
        files.contains_key(".github/workflows/digest.yml")
            && !files.contains_key(".github/workflows/collect.yml")
    );
    let (files, home) = nav("daily");
    // The sample has no votes, so nothing is trending.
    assert!(!files.contains_key("public/trending/index.html") && !home.contains("/trending/"));
}

#[test]
fn a_refused_init_changes_nothing() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "content", "no folder");
    put(folder.path(), "file", "x");
    let before = tree(folder.path());
    for (arguments, expected) in [
        (&[] as &[&str], 2),
        (&["file"], 2),
        (&["file/deeper"], 2),
        (&["new", "--repo", "not a repository"], 2),
        (&["new", "--url", "example"], 2),
        (&["new", "--url", "javascript:alert(1)"], 2),
        (&["/proc/nowhere"], 3),
    ] {
        let (status, stdout, stderr) = init(folder.path(), arguments);
        assert_eq!((status, stdout.as_str()), (expected, ""), "{arguments:?} {stderr}");
        assert!(stderr.starts_with("error: "), "{stderr}");
        assert_eq!(tree(folder.path()), before, "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(".github")).unwrap();
    let (status, _, stderr) = init(folder.path(), &[]);
    assert_eq!(status, 2, "{stderr}");
    assert_eq!((tree(elsewhere.path()).len(), folder.path().join("site.toml").exists()), (0, false));
}

#[test]
fn the_surrounding_repository_is_found() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), ".git/config", "[remote \"origin\"]\n\turl = git@github.com:ada/papers.git\n");
    put(folder.path(), ".git/HEAD", "ref: refs/heads/next\n");
    let (status, stdout, _) = init(folder.path(), &["site"]);
    assert_eq!(status, 0);
    assert!(
        stdout.contains("  site.toml\n") && stdout.contains("  ../.github/workflows/publish.yml\n"),
        "{stdout}"
    );
    assert!(stdout.contains("The workflows are at the root of the repository"), "{stdout}");
    let settings = fs::read_to_string(folder.path().join("site/site.toml")).unwrap();
    for line in ["base_url = \"https://ada.github.io/papers/\"", "branch = \"next\"", "path = \"site\""] {
        assert!(settings.lines().any(|there| there == line), "{line}");
    }
    let publish = fs::read_to_string(folder.path().join(".github/workflows/publish.yml")).unwrap();
    assert!(publish.contains("branches: [\"next\"]"), "{publish}");
    assert!(!folder.path().join("site/.github").exists());
    // A worktree names the folder of its settings in a file.
    let worktree = TempDir::new().unwrap();
    put(worktree.path(), ".git", format!("gitdir: {}\n", folder.path().join(".git/worktrees/w").display()));
    put(folder.path(), ".git/worktrees/w/HEAD", "ref: refs/heads/other\n");
    put(folder.path(), ".git/worktrees/w/commondir", "../..\n");
    assert_eq!(init(worktree.path(), &[]).0, 0);
    let settings = fs::read_to_string(worktree.path().join("site.toml")).unwrap();
    for line in ["base_url = \"https://ada.github.io/papers/\"", "branch = \"other\""] {
        assert!(settings.lines().any(|there| there == line), "{line}");
    }
}

#[test]
fn a_directory_that_workflows_cannot_name_is_refused() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), ".git/HEAD", "ref: refs/heads/main\n");
    let before = tree(folder.path());
    for name in ["it's", "a\"b", "${{ x }}", "a*"] {
        let (status, _, stderr) = init(folder.path(), &[name]);
        assert!(status == 2 && stderr.contains(&format!("in `{name}`")), "{stderr}");
    }
    assert_eq!(tree(folder.path()), before);
    assert_eq!(init(folder.path(), &["Ada's papers".replace('\'', "").as_str()]).0, 0);
}

#[test]
fn workflows_of_a_site_below_the_root_work_in_its_directory() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), ".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(init(folder.path(), &["docs/papers", "--repo", "ada/code"]).0, 0);
    for name in ["publish", "check", "collect", "digest", "propose"] {
        let file = folder.path().join(format!(".github/workflows/{name}.yml"));
        let workflow = yaml(&file);
        assert_eq!(workflow["defaults"]["run"]["working-directory"], "docs/papers", "{name}");
        for job in workflow["jobs"].as_mapping().unwrap().values() {
            for step in job["steps"].as_sequence().unwrap() {
                let with = &step["with"];
                let is_ours = text(&step["uses"]).starts_with("offprint/");
                if is_ours && with["command"] != "install" {
                    assert_eq!(with["site"], "docs/papers", "{name}");
                }
                if !with["path"].is_null() {
                    assert!(text(&with["path"]).starts_with("docs/papers/"), "{name}: {with:?}");
                }
            }
        }
    }
    let root = TempDir::new().unwrap();
    assert_eq!(init(root.path(), &["--repo", "ada/code"]).0, 0);
    for file in workflows(root.path()) {
        let text = fs::read_to_string(&file).unwrap();
        let has_marks = ["@BELOW@", "@IN@", "@SITE@", "@UNDER@", "working-directory"]
            .iter()
            .any(|mark| text.contains(mark));
        assert!(!has_marks, "{}", file.display());
    }
}

/// Returns the files and the next steps of a site for a host.
fn init_for(arguments: &[&str]) -> (TempDir, Vec<String>, String) {
    let folder = TempDir::new().unwrap();
    let (status, stdout, stderr) = init(folder.path(), arguments);
    assert_eq!(status, 0, "{stderr}");
    let hidden =
        tree(folder.path()).into_keys().filter(|path| path.starts_with('.') && !path.starts_with(".vscode"));
    let hidden =
        hidden.filter(|path| !path.ends_with("ignore") && !path.contains("/ISSUE_TEMPLATE/")).collect();
    (folder, hidden, stdout)
}

#[test]
fn each_host_gets_its_own_files_and_advice() {
    for (arguments, files, advice) in [
        (
            &["--repo", "https://gitlab.com/ada/papers"] as &[_],
            &[".gitlab-ci.yml"] as &[&str],
            "Deploy > Pages",
        ),
        (
            &["--repo", "https://codeberg.org/ada/papers"],
            &[".forgejo/workflows/check.yml", ".forgejo/workflows/publish.yml"],
            "Settings > Units > Overview > Actions",
        ),
        (&["--repo", "https://git.example.org/ada/papers"], &[], "rsync --archive --delete public/"),
        (&["--host", "plain"], &[], "rsync --archive --delete public/"),
        (
            &["--host", "gitlab", "--repo", "https://git.example.org/a/b"],
            &[".gitlab-ci.yml"],
            "Deploy > Pages",
        ),
    ] {
        let (folder, hidden, stdout) = init_for(arguments);
        assert_eq!(hidden, files, "{arguments:?}");
        assert!(stdout.contains(advice) && !stdout.contains("GitHub"), "{arguments:?}: {stdout}");
        let readme = fs::read_to_string(folder.path().join("README.md")).unwrap();
        assert!(
            !readme.contains('@') && !readme.contains("On GitHub") && !readme.contains("form"),
            "{readme}"
        );
        let settings = fs::read_to_string(folder.path().join("site.toml")).unwrap();
        assert!(settings.contains("#forms = false"), "{arguments:?}");
        assert_eq!(run(folder.path(), &["check"]).0, 0);
    }
}

#[test]
fn the_pipeline_for_gitlab_checks_and_builds_the_site() {
    let runner = Runner::new();
    runner.fake_program();
    let outer = runner.folder.path().join("group");
    put(&outer, ".git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(init(&outer, &["my papers", "--repo", "https://gitlab.com/ada/papers"]).0, 0);
    let pipeline = yaml(&outer.join(".gitlab-ci.yml"));
    let before = text(&pipeline["default"]["before_script"][0]);
    for job in ["check", "pages"] {
        let script = format!("cd '{}'\n{before}\n{}", outer.display(), text(&pipeline[job]["script"][0]));
        let project = outer.display().to_string();
        runner.shell(
            &script,
            &[("CI_PAGES_URL", "https://ada.gitlab.io/papers"), ("CI_PROJECT_DIR", &project)],
        );
    }
    assert_eq!(text(&pipeline["pages"]["artifacts"]["paths"][0]), "public");
    let page = fs::read_to_string(outer.join("public/index.html")).unwrap();
    assert!(page.contains("https://ada.gitlab.io/papers/"), "{page}");
    fs::write(outer.join("my papers/content/papers/wrong.md"), "---\ntitle: T\n").unwrap();
    let script = format!("cd '{}'\n{before}\n{}", outer.display(), text(&pipeline["check"]["script"][0]));
    assert_eq!(runner.try_shell(&script, &[]).status.code(), Some(1));
}

#[test]
fn the_workflows_for_codeberg_check_the_site_and_replace_the_branch_of_its_pages() {
    let runner = Runner::new();
    let site = runner.site().join("second");
    let arguments = ["second", "--repo", "https://codeberg.org/ada/papers"];
    assert_eq!(init(&runner.site(), &arguments).0, 0);
    let server = format!("file://{}", runner.folder.path().display());
    let own = [
        ("TOKEN", "x"),
        ("GITHUB_SERVER_URL", &server),
        ("GITHUB_REPOSITORY", "remote.git"),
        ("GITHUB_SHA", "abc"),
    ];
    for round in 1..=2 {
        for name in ["check", "publish"] {
            let workflow = yaml(&runner.site().join(format!(".forgejo/workflows/{name}.yml")));
            let jobs: Vec<&Value> = workflow["jobs"].as_mapping().unwrap().values().collect();
            assert_eq!(jobs[0]["runs-on"], "codeberg-small");
            for step in jobs[0]["steps"].as_sequence().unwrap() {
                let script = text(&step["run"]);
                assert!(!script.contains("${{"), "{script}");
                runner.shell(&script, &own);
            }
        }
        let log = runner.shell("git --git-dir ../remote.git log --format=%s pages", &[]);
        assert_eq!(log, "Publish abc\n", "round {round}");
        fs::remove_dir_all(runner.temp("pages")).unwrap();
    }
    let page = runner.shell("git --git-dir ../remote.git show pages:index.html", &[]);
    assert!(page.contains("https://ada.codeberg.page/papers/"), "{page}");
    assert!(site.join("site.toml").is_file());
}

#[test]
fn forms_have_the_fields_that_are_read() {
    for (name, form) in [
        ("add", &offprint::authoring::issue_forms::form::ADD as &[_]),
        ("correct", &offprint::authoring::issue_forms::form::CORRECT),
    ] {
        let yaml = yaml(&repository(&format!("src/authoring/scaffold/files/forms/{name}.yml")));
        let fields: Vec<(String, String)> = yaml["body"]
            .as_sequence()
            .unwrap()
            .iter()
            .filter(|field| field["type"] != "markdown")
            .map(|field| (text(&field["id"]), text(&field["attributes"]["label"])))
            .collect();
        let read: Vec<(String, String)> =
            form.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect();
        assert_eq!(fields, read, "{name}");
    }
}

fn yaml(path: &Path) -> Value {
    serde_yaml::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A repository with a new site, a remote, and the environment of a runner.
struct Runner {
    folder: TempDir,
}

/// Records its calls, and answers as `gh` does. `GH_OPEN` says which pull request is open, `GH_SEEN` why it is not to
/// be changed, `GH_OTHERS` how many commits of others it has.
const GH: &str = r#"#!/bin/sh
printf '%s\n' "$*" >>"$NOTES"
case "$1 $2 $5" in
  'pr list '*) printf '%s' "${GH_OPEN:-}" ;;
  'pr view reviews,autoMergeRequest') printf '%s' "${GH_SEEN:-}" ;;
  'pr view commits') echo "${GH_OTHERS:-0}" ;;
esac
"#;

impl Runner {
    fn new() -> Runner {
        let runner = Runner { folder: TempDir::new().unwrap() };
        let (status, _, stderr) = init(runner.folder.path(), &["site", "--repo", "ada/papers"]);
        assert_eq!(status, 0, "{stderr}");
        put(runner.folder.path(), "bin/gh", GH);
        put(runner.folder.path(), ".gitconfig", "[user]\n\tname = Ada\n\temail = ada@example.org\n");
        fs::create_dir(runner.folder.path().join("temp")).unwrap();
        let program = env!("CARGO_BIN_EXE_offprint");
        // The program as it was made is put on the path the same way as that of a release.
        let bin = runner.folder.path().join("bin/offprint");
        put(runner.folder.path(), "bin/offprint", format!("#!/bin/sh\nexec '{program}' \"$@\"\n"));
        for file in [bin, runner.folder.path().join("bin/gh")] {
            assert!(Command::new("chmod").arg("+x").arg(file).status().unwrap().success());
        }
        runner.shell("git init --quiet --bare ../remote.git && git init --quiet --initial-branch main && git add --all && git commit --quiet --message Begin && git remote add origin ../remote.git && git push --quiet origin main", &[]);
        runner
    }

    /// Makes the repository of the program available at its address, and a `cargo` that installs the program.
    fn fake_program(&self) {
        let program = self.folder.path().join("program");
        put(
            &program,
            ".github/actions/install.sh",
            fs::read(repository(".github/actions/install.sh")).unwrap(),
        );
        put(
            self.folder.path(),
            "bin/cargo",
            "#!/bin/sh\nmkdir -p \"$RUNNER_TEMP/offprint-cargo/bin\"\ncp \"$(dirname \"$0\")/offprint\" \"$RUNNER_TEMP/offprint-cargo/bin/\"\n",
        );
        self.shell(
            "chmod +x ../bin/cargo ../program/.github/actions/install.sh && cd ../program && git init --quiet --initial-branch main && git add --all && git commit --quiet --message Program && git tag v0",
            &[],
        );
        let redirect = format!("url.file://{}.insteadOf", program.display());
        self.shell(&format!("git config --global '{redirect}' https://github.com/offprint/offprint"), &[]);
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn temp(&self, name: &str) -> PathBuf {
        self.folder.path().join("temp").join(name)
    }

    /// Runs a script as a step: in bash, in the workspace, with nothing of this machine around it but its path.
    fn try_shell(&self, script: &str, env: &[(&str, &str)]) -> Output {
        let mut command = Command::new("bash");
        let path = format!("{}:{}", self.folder.path().join("bin").display(), std::env::var("PATH").unwrap());
        command
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(self.site())
            .env_clear();
        command.env("PATH", path).env("HOME", self.folder.path()).env("NOTES", self.temp("notes"));
        command
            .env("GITHUB_ACTIONS", "true")
            .env("CI", "true")
            .env("RUNNER_TEMP", self.folder.path().join("temp"));
        for (name, file) in [
            ("OUTPUT", "output"),
            ("STEP_SUMMARY", "summary"),
            ("PATH", "path"),
            ("EVENT_PATH", "event.json"),
        ] {
            command.env(format!("GITHUB_{name}"), self.temp(file));
        }
        command.envs(env.iter().copied()).output().unwrap()
    }

    fn shell(&self, script: &str, env: &[(&str, &str)]) -> String {
        let output = self.try_shell(script, env);
        let words =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{script}\n{words}");
        words
    }

    /// Runs the one step of a workflow of the site that has a name.
    fn step(&self, workflow: &str, name: &str, env: &[(&str, &str)]) -> String {
        let yaml = yaml(&self.site().join(format!(".github/workflows/{workflow}.yml")));
        let jobs = yaml["jobs"].as_mapping().unwrap();
        let mut steps = jobs.values().filter_map(|job| job["steps"].as_sequence()).flatten();
        let step = steps
            .find(|step| step["name"] == name)
            .unwrap_or_else(|| panic!("{workflow} has no step {name}"));
        self.shell(step["run"].as_str().unwrap(), env)
    }

    /// Runs the action that opens pull requests.
    fn pull_request(&self, env: &[(&str, &str)]) -> String {
        let script = repository(".github/actions/pull-request/open.sh");
        let own = [("MESSAGE", self.temp("message.md")), ("BASE", "main".into())];
        let own: Vec<(&str, String)> =
            own.iter().map(|(name, value)| (*name, value.to_string_lossy().into_owned())).collect();
        let all: Vec<(&str, &str)> =
            own.iter().map(|(name, value)| (*name, value.as_str())).chain(env.iter().copied()).collect();
        self.shell(&script.to_string_lossy(), &all)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.temp(name)).unwrap_or_default()
    }

    /// Takes the outputs of the last step.
    fn outputs(&self) -> BTreeMap<String, String> {
        let text = self.read("output");
        let _ = fs::remove_file(self.temp("output"));
        let mut outputs = BTreeMap::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let (name, value) = match (line.split_once('='), line.split_once("<<")) {
                (_, Some((name, end))) => {
                    let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
                    (name, value.join("\n"))
                }
                (Some((name, value)), None) => (name, value.to_owned()),
                (None, None) => panic!("an output without a value: {line}"),
            };
            outputs.insert(name.to_owned(), value);
        }
        outputs
    }

    fn issue(&self, form: &[(&str, &str)], values: &[(&str, &str)]) {
        let value = |id: &str| {
            values.iter().find(|(name, _)| *name == id).map_or("_No response_", |(_, value)| value)
        };
        let body: Vec<String> =
            form.iter().map(|(id, label)| format!("### {label}\n\n{}", value(id))).collect();
        let event = serde_json::json!({ "action": "opened", "issue": { "number": 7, "title": HOSTILE, "body": body.join("\n\n") } });
        fs::write(self.temp("event.json"), event.to_string()).unwrap();
        let _ = fs::remove_file(self.temp("message.md"));
    }
}

/// Texts that try to change what a workflow does.
const HOSTILE: &str = "$(touch /tmp/owned) `id` '; exit 1 #\n::error::owned\n::set-output name=branch::main\nbranch<<X\nmain\nX\n@everyone Fixes #1 ##[error]owned ${{ secrets.TOKEN }}";

#[test]
fn no_step_of_a_workflow_has_text_of_others_in_its_script() {
    let runner = Runner::new();
    for file in workflows(&runner.site()) {
        let yaml = yaml(&file);
        let name = file.display();
        let is_workflow = yaml.get("jobs").is_some();
        if is_workflow {
            assert_eq!(
                yaml["permissions"].as_mapping().map(serde_yaml::Mapping::len),
                Some(0),
                "{name} gives rights to all jobs"
            );
        }
        let jobs: Vec<&Value> = match is_workflow {
            true => yaml["jobs"].as_mapping().unwrap().values().collect(),
            false => vec![&yaml["runs"]],
        };
        for job in jobs {
            assert!(!is_workflow || job.get("permissions").is_some(), "{name}");
            for step in job["steps"].as_sequence().unwrap() {
                assert!(!text(&step["run"]).contains("${{"), "{name}: an expression in a script");
                let uses = text(&step["uses"]);
                if uses.starts_with("actions/checkout@") {
                    assert_eq!(step["with"]["persist-credentials"], false, "{name}");
                }
                assert!(
                    uses.is_empty()
                        || uses.starts_with("actions/")
                        || uses.starts_with("offprint/offprint")
                        || uses == "./",
                    "{name}: {uses}"
                );
            }
        }
    }
}

/// Every workflow and action: of this repository, and of a new site.
fn workflows(site: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        vec![repository("action.yml"), repository(".github/actions/pull-request/action.yml")];
    for folder in [site.join(".github/workflows"), repository(".github/workflows")] {
        files.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    files
}

/// Returns the fault in a reference to an action: `uses: OWNER/NAME@COMMIT # vX.Y.Z`, or one of our own.
fn unpinned(line: &str) -> Option<&'static str> {
    let uses = line.trim_start().trim_start_matches("- ").strip_prefix("uses:")?.trim();
    let (action, comment) = uses.split_once(" # ").unwrap_or((uses, ""));
    if action.starts_with("./")
        || action.starts_with("offprint/offprint@")
        || action.starts_with("offprint/offprint/")
    {
        return None;
    }
    let commit = action.split_once('@').map_or("", |(_, commit)| commit);
    let version: Vec<&str> = comment.strip_prefix('v').unwrap_or_default().split('.').collect();
    match () {
        () if commit.len() != 40 || !commit.bytes().all(|byte| b"0123456789abcdef".contains(&byte)) => {
            Some("expected a commit of 40 digits")
        }
        () if version.len() != 3 || version.iter().any(|part| part.parse::<u32>().is_err()) => {
            Some("expected the version behind it, such as ` # v6.1.0`")
        }
        () => None,
    }
}

#[test]
fn third_party_actions_are_pinned_by_commit_with_their_version() {
    let commit = "d23441a48e516b6c34aea4fa41551a30e30af803";
    for (line, expected) in [
        (format!("      - uses: a/b@{commit} # v6.1.0"), None),
        ("        uses: ./".to_owned(), None),
        ("      - uses: offprint/offprint@v0".to_owned(), None),
        ("      - uses: a/b@v6".to_owned(), Some("expected a commit of 40 digits")),
        (format!("      - uses: a/b@{} # v6.1.0", &commit[1..]), Some("expected a commit of 40 digits")),
        (format!("        uses: a/b@{commit}"), Some("expected the version behind it, such as ` # v6.1.0`")),
        (
            format!("        uses: a/b@{commit} # v6"),
            Some("expected the version behind it, such as ` # v6.1.0`"),
        ),
    ] {
        assert_eq!(unpinned(&line), expected, "{line}");
    }
    let site = TempDir::new().unwrap();
    assert_eq!(init(site.path(), &[]).0, 0);
    let mut versions: BTreeMap<String, String> = BTreeMap::new();
    for file in workflows(site.path()) {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            assert_eq!(unpinned(line), None, "{}: {line}", file.display());
            if let Some((action, pin)) =
                line.split_once("uses: actions/").and_then(|(_, uses)| uses.split_once('@'))
            {
                let known = versions.entry(action.to_owned()).or_insert_with(|| pin.to_owned());
                assert_eq!(known, pin, "{}: {action} has one pin everywhere", file.display());
            }
        }
    }
    assert!(versions.len() >= 7, "{versions:?}");
}

#[test]
fn the_workflow_sends_the_last_week_to_the_list_once() {
    let server = Server::new(Mode::Plain, &[]);
    let runner = Runner::new();
    let settings = format!(
        "title = \"Papers\"\nbase_url = \"https://example.org/\"\n[email]\nfrom = \"papers@example.org\"\nto = \"list@example.org\"\nsmtp = \"smtp+plain://127.0.0.1:{}\"\n",
        server.port
    );
    put(&runner.site(), "site.toml", settings);
    let today = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs() / 86_400;
    let day = chrono::NaiveDate::from_epoch_days(i32::try_from(today).unwrap() - 7).unwrap();
    put(&runner.site(), "content/papers/last.md", format!("---\ntitle: T\ndate: {day}\n---\n\nA.\n"));
    let env = [("OFFPRINT_SMTP_USER", server::USER), ("OFFPRINT_SMTP_PASSWORD", server::PASSWORD)];
    let step = "Send the papers of the last week";
    let first = runner.step("digest", step, &env);
    assert!(first.contains("1 sent"), "{first}");
    let second = runner.step("digest", step, &env);
    assert!(second.contains("0 sent, 1 sent before"), "{second}");
    assert_eq!(server.recipients(), ["list@example.org"]);
}

#[test]
fn the_workflow_notifies_the_hub_of_the_feeds_that_a_deployment_changed() {
    let runner = Runner::new();
    let hub = import_net::Server::new(vec![Answer::Whole(202, "", Vec::new())]);
    let settings = format!(
        "title = \"Papers\"\nbase_url = \"https://example.org/\"\n[feeds]\nhub = \"http://127.0.0.1:{}/\"\n",
        hub.port
    );
    put(&runner.site(), "site.toml", settings);
    let build = |out: &str| {
        let (status, _, stderr) =
            run(&runner.site(), &["build", "--base-url", "https://ada.github.io/p", "--out", out]);
        assert_eq!(status, 0, "{stderr}");
    };
    build("before");
    put(&runner.site(), "content/papers/new.md", "---\ntitle: New\ndate: 2026-04-01\n---\n\nA.\n");
    build("public");
    let manifest = fs::read(runner.site().join("before/.offprint")).unwrap();
    let published = import_net::Server::new(vec![Answer::Whole(200, "", manifest)]);
    let list = "List the feeds that change";
    let url = format!("http://127.0.0.1:{}", published.port);
    runner.step("publish", list, &[("BASE_URL", url.as_str())]);
    let feeds = runner.outputs().remove("feeds").unwrap();
    assert!(feeds.contains(&format!("{url}/feed.xml")), "{feeds}");
    runner.step("publish", "Notify the hub of changed feeds", &[("FEEDS", feeds.as_str())]);
    assert_eq!(hub.bodies().len(), feeds.lines().count());
    // The first deployment finds no published site.
    let nothing = import_net::Server::new(vec![Answer::Whole(404, "", Vec::new())]);
    let url = format!("http://127.0.0.1:{}", nothing.port);
    runner.step("publish", list, &[("BASE_URL", url.as_str())]);
    assert_eq!(runner.outputs().remove("feeds").unwrap(), "");
}

#[test]
fn unchecked_advisories_are_reported() {
    let runner = Runner::new();
    let script = repository(".ci/dependencies").display().to_string();
    // Fails for the checks that `DENY_FAILS` names.
    put(
        runner.folder.path(),
        "bin/deny",
        "#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$NOTES\"\ncase \" $* \" in *\" ${DENY_FAILS:-none} \"*) exit 1 ;; esac\n",
    );
    runner.shell("chmod +x ../bin/deny", &[]);
    let reached = runner.site().display().to_string();
    let run = |database: &str, more: &[(&str, &str)]| {
        let _ = fs::remove_file(runner.temp("notes"));
        let env = [&[("ADVISORY_DATABASE", database)], more].concat();
        let output = runner.try_shell(&format!("'{script}' deny"), &env);
        let words = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(words).unwrap(), runner.read("notes"))
    };
    let (done, words, asked) = run(&reached, &[]);
    assert!(done && words.is_empty(), "{words}");
    let rules = "--locked check --deny unmatched-skip --deny unnecessary-skip licenses sources bans\n";
    assert_eq!(asked, format!("{rules}--locked check advisories\n"));
    for what in ["bans", "advisories"] {
        assert!(!run(&reached, &[("DENY_FAILS", what)]).0, "{what}");
    }
    let (done, words, asked) = run("/nowhere", &[("GITHUB_ACTIONS", "")]);
    assert!(
        done && words
            .starts_with("warning: ADVISORIES WERE NOT CHECKED: the database /nowhere cannot be reached"),
        "{words}"
    );
    assert_eq!(asked, rules);
    // On GitHub an unreachable database is an error.
    let (done, words, _) = run("/nowhere", &[]);
    assert!(!done && words.starts_with("error: the advisory database /nowhere cannot be reached"), "{words}");
}

#[test]
fn workflows_build_with_the_version_of_rust_that_the_program_asks_for() {
    let manifest = fs::read_to_string(repository("Cargo.toml")).unwrap();
    let least = manifest.lines().find_map(|line| line.strip_prefix("rust-version = \"")).unwrap();
    let pinned = format!("{}.0", least.trim_end_matches('"'));
    for name in ["ci", "pages", "release"] {
        let yaml = yaml(&repository(&format!(".github/workflows/{name}.yml")));
        assert_eq!(yaml["env"]["RUSTUP_TOOLCHAIN"], pinned.as_str(), "{name}");
    }
}

#[test]
fn a_form_becomes_a_pull_request() {
    let runner = Runner::new();
    runner.issue(
        &offprint::authoring::issue_forms::form::ADD,
        &[("title", "A \"new\" paper: of $x$"), ("authors", "Ada\nBob"), ("abstract", "Text.")],
    );
    runner.step("propose", "Make the change that the form requests", &[]);
    let outputs = runner.outputs();
    assert_eq!(
        (outputs["outcome"].as_str(), outputs["branch"].as_str(), outputs["title"].as_str()),
        ("proposed", "offprint/issue-7", "Add a-new-paper-of-x")
    );
    runner.pull_request(&[("BRANCH", &outputs["branch"]), ("TITLE", &outputs["title"])]);
    let shown = runner.shell("git --git-dir ../remote.git show --stat --format=%an:%s offprint/issue-7", &[]);
    assert!(shown.starts_with("github-actions[bot]:Add a-new-paper-of-x\n"), "{shown}");
    assert!(shown.contains("a-new-paper-of-x.md") && shown.contains("1 file changed"), "{shown}");
    let notes = runner.read("notes");
    assert!(notes.contains("auth setup-git\npr create --base main --head offprint/issue-7 --title Add a-new-paper-of-x --body-file "), "{notes}");
    assert!(notes.ends_with("workflow run check.yml --ref offprint/issue-7\n"), "{notes}");
    assert!(runner.read("message.md").ends_with("\nCloses #7.\n"), "{}", runner.read("message.md"));
    // The check of that pull request lists its changes.
    runner.step("check", "Check out the previous version of the site", &[]);
    let before = runner.temp("before").display().to_string();
    let check = [("OFFPRINT_COMMAND", "check"), ("OFFPRINT_BASE", before.as_str())];
    runner.shell(&repository(".github/actions/run.sh").to_string_lossy(), &check);
    let summary = runner.read("summary");
    assert!(
        summary.contains("### Papers added: 1\n\n- `a-new-paper-of-x` `A \"new\" paper: of $x$`\n"),
        "{summary}"
    );
    assert!(!summary.contains("Other files"), "{summary}");
    runner.step("check", "Build the site without broken entries", &[]);
    assert!(runner.site().join("public/papers/a-new-paper-of-x/index.html").is_file());

    // A second edit updates the open pull request.
    let edit = |authors: &str, more: &[(&str, &str)]| {
        runner.shell("git switch --quiet main", &[]);
        runner.issue(
            &offprint::authoring::issue_forms::form::ADD,
            &[("title", "A \"new\" paper: of $x$"), ("authors", authors)],
        );
        runner.step("propose", "Make the change that the form requests", &[]);
        runner.outputs();
        let open = [("GH_OPEN", "3"), ("BRANCH", "offprint/issue-7"), ("TITLE", "Add a-new-paper-of-x")];
        let words = runner.pull_request(&[&open, more].concat());
        (words, runner.outputs())
    };
    let entry = || {
        runner.shell(r#"cd ../remote.git && git show "offprint/issue-7:$(git ls-tree -r --name-only offprint/issue-7 | grep a-new-paper)""#, &[])
    };
    let (_, outputs) = edit("Ada", &[]);
    assert_eq!((outputs["outcome"].as_str(), outputs["number"].as_str()), ("updated", "3"));
    assert!(runner.read("notes").contains("pr edit 3 --title"), "{}", runner.read("notes"));
    assert!(entry().contains("- Ada\n") && !entry().contains("- Bob\n"), "{}", entry());
    // After a review the pull request and its text do not change.
    fs::remove_file(runner.temp("notes")).unwrap();
    let (words, outputs) = edit("Mallory", &[("GH_SEEN", "it has been reviewed")]);
    assert!(
        words.contains("::warning::Pull request #3 stays as it is, because it has been reviewed."),
        "{words}"
    );
    assert_eq!((outputs["outcome"].as_str(), outputs["why"].as_str()), ("kept", "it has been reviewed"));
    assert!(!entry().contains("Mallory"), "{}", entry());
    assert!(!runner.read("notes").contains("pr edit"), "{}", runner.read("notes"));
    let said = [("ISSUE", "7"), ("PULL", outputs["number"].as_str()), ("WHY", outputs["why"].as_str())];
    runner.step("propose", "Explain why the pull request does not change", &said);
    let comment = "issue comment 7 --body Pull request #3 does not change with this edit, because it has been reviewed. Please describe your change in a comment there.";
    assert!(runner.read("notes").contains(comment), "{}", runner.read("notes"));
    // Commits of others stay.
    runner.shell("git reset --quiet --hard && git switch --quiet offprint/issue-7 && echo >>README.md && git commit --quiet --all --message Mine && git push --quiet origin HEAD", &[]);
    let (words, outputs) = edit("Mallory", &[("GH_OTHERS", "1")]);
    assert!(words.contains("stays as it is, because somebody else has worked on it"), "{words}");
    assert_eq!(outputs["outcome"], "kept");
    assert_eq!(
        runner.shell("git --git-dir ../remote.git log -1 --format=%s offprint/issue-7", &[]),
        "Mine\n"
    );
}

#[test]
fn concurrent_commits_are_not_overwritten() {
    let runner = Runner::new();
    let entry = "---\ntitle: One\ndate: 2026-03-05\n---\n";
    put(&runner.site(), "content/papers/one.md", entry);
    let env = [("BRANCH", "offprint/issue-7"), ("TITLE", "Add one")];
    runner.pull_request(&env);
    // Between the look at the pull request and the push, somebody else pushes: this `gh` is that somebody.
    put(
        runner.folder.path(),
        "bin/gh",
        GH.replace(
            "'pr view commits') ",
            "'pr view commits') git --git-dir ../remote.git update-ref refs/heads/offprint/issue-7 main;",
        ),
    );
    runner.shell("git switch --quiet main", &[]);
    put(&runner.site(), "content/papers/one.md", entry.replace("One", "Two"));
    let script = repository(".github/actions/pull-request/open.sh");
    let message = runner.temp("message.md").display().to_string();
    let env = [&env[..], &[("GH_OPEN", "3"), ("BASE", "main"), ("MESSAGE", &message)]].concat();
    let output = runner.try_shell(&script.to_string_lossy(), &env);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("stale info"), "{output:?}");
    let log = runner.shell("git --git-dir ../remote.git log --format=%s offprint/issue-7", &[]);
    assert_eq!(log, "Begin\n");
}

#[test]
fn a_form_that_somebody_else_edited_or_that_is_closed_changes_nothing() {
    let runner = Runner::new();
    let body: Vec<String> = offprint::authoring::issue_forms::form::ADD
        .iter()
        .map(|(_, label)| format!("### {label}\n\nx"))
        .collect();
    for (sender, state, why) in [(6, "open", "was not edited by its author"), (5, "closed", "is closed")] {
        let issue = serde_json::json!({ "number": 7, "body": body.join("\n\n"), "state": state, "user": { "id": 5 } });
        let event = serde_json::json!({ "action": "edited", "sender": { "id": sender }, "issue": issue });
        fs::write(runner.temp("event.json"), event.to_string()).unwrap();
        let words = runner.step("propose", "Make the change that the form requests", &[]);
        assert!(words.contains(&format!("issue 7 {why}: no change proposed")), "{words}");
        assert_eq!(runner.outputs()["outcome"], "none");
    }
    assert_eq!(runner.shell("git status --porcelain", &[]), "");
}

/// Returns a line of markdown without its spans of code.
fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let inside = rest[at..].trim_start_matches('`');
        let ticks = &rest[at..rest.len() - inside.len()];
        // It ends with the same number of backticks.
        let end = inside
            .match_indices(ticks)
            .find(|(end, _)| !inside[..*end].ends_with('`') && !inside[end + ticks.len()..].starts_with('`'));
        rest = end.map_or("", |(end, _)| &inside[end + ticks.len()..]);
    }
    out + rest
}

#[test]
fn hostile_text_of_a_form_stays_text() {
    let runner = Runner::new();
    for form in [
        &[
            ("title", HOSTILE),
            ("authors", HOSTILE),
            ("summary", HOSTILE),
            ("abstract", HOSTILE),
            ("links", "https://a.org/x"),
        ] as &[(&str, &str)],
        &[("paper", HOSTILE), ("title", HOSTILE), ("links", HOSTILE)],
        &[("title", "x"), ("links", "code: javascript:alert(1)")],
        &[("paper", "../../../etc/passwd"), ("title", "../../.github/workflows/x")],
    ] {
        runner.issue(&offprint::authoring::issue_forms::form::ADD, form);
        let words = runner.step("propose", "Make the change that the form requests", &[]);
        let mut lines = words.lines();
        let token = lines.next().unwrap().strip_prefix("::stop-commands::").unwrap().to_owned();
        assert_eq!(lines.next_back(), Some(format!("::{token}::").as_str()), "{words}");
        let outputs = runner.outputs();
        let keys: Vec<&str> = outputs.keys().map(String::as_str).collect();
        match outputs["outcome"].as_str() {
            "proposed" => {
                assert_eq!(keys, ["branch", "outcome", "path", "title"], "{words}");
                assert_eq!(outputs["branch"], "offprint/issue-7");
                let is_plain = |text: &str| {
                    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" ./_-".contains(&byte))
                };
                assert!(is_plain(&outputs["title"]) && is_plain(&outputs["path"]), "{outputs:?}");
                assert!(outputs["path"].starts_with("content/papers/20"), "{outputs:?}");
            }
            "answered" => assert_eq!(keys, ["outcome"]),
            other => panic!("{other}: {words}"),
        }
        // No mention and no closing keyword of the quoted text works: it is in code spans.
        let message = runner.read("message.md");
        let mut outside = String::new();
        let mut fence = "";
        for line in message.lines() {
            let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
            match fence {
                "" if ticks.len() > 2 && !line[ticks.len()..].contains('`') => fence = ticks,
                "" => outside.push_str(&without_code(line)),
                open if line == open => fence = "",
                _ => {}
            }
        }
        assert!(!outside.contains('@') && outside.matches('#').count() <= 1, "{outside}\n{message}");
    }
    let (status, stdout, _) = run(&runner.site(), &["check"]);
    assert_eq!(status, 0, "{stdout}");
    assert!(!Path::new("/tmp/owned").exists());
    let changed = runner.shell("git status --porcelain --untracked-files=all", &[]);
    assert!(
        changed
            .lines()
            .all(|line| line.starts_with("?? content/papers/") || line.starts_with("?? \"content/papers/")),
        "{changed}"
    );
}

#[test]
fn a_correction_changes_an_entry_or_is_answered() {
    let runner = Runner::new();
    let form = &offprint::authoring::issue_forms::form::CORRECT;
    runner.issue(
        form,
        &[("id", "2405.18047"), ("what", "One more author\n```\n@ada"), ("authors", "Christopher Rae\nAda")],
    );
    runner.step("propose", "Make the change that the form requests", &[]);
    assert_eq!(runner.outputs()["title"], "Correct 2405.18047");
    let diff = runner.shell("git diff", &[]);
    assert!(
        diff.contains("+  - Ada\n") && diff.contains("-  - James Richings\n") && !diff.contains("-title"),
        "{diff}"
    );
    let message = runner.read("message.md");
    assert!(message.contains("\nRemoved authors: `Joseph K. L. Lee`, `James Richings`\n"), "{message}");
    assert!(
        runner.read("message.md").contains("````text\nOne more author\n```\n@ada\n````\n"),
        "{}",
        runner.read("message.md")
    );
    runner.shell("git checkout --quiet .", &[]);
    for (values, answer) in [
        (
            &[("id", "2405.18047"), ("what", "Hm")] as &[_],
            "(https://github.com/ada/papers/edit/main/content/papers/",
        ),
        (&[("id", "no-such-paper"), ("what", "Hm")], "There is no paper `no-such-paper`"),
        (&[("id", "2405.18047"), ("what", "Hm"), ("links", "javascript:alert(1)")], "The form has errors."),
    ] {
        runner.issue(form, values);
        runner.step("propose", "Make the change that the form requests", &[]);
        assert_eq!(runner.outputs()["outcome"], "answered");
        assert!(runner.read("message.md").contains(answer), "{}", runner.read("message.md"));
        runner.step("propose", "Explain why there is no pull request", &[("ISSUE", "7")]);
    }
    assert_eq!(runner.shell("git status --porcelain", &[]), "");
    assert!(runner.read("notes").contains("issue comment 7 --body-file"), "{}", runner.read("notes"));
    fs::write(runner.temp("event.json"), "{\"issue\": {\"number\": 8, \"body\": \"### Hello\"}}").unwrap();
    runner.step("propose", "Make the change that the form requests", &[]);
    assert_eq!(runner.outputs()["outcome"], "none");
}

#[test]
fn annotations_stay_within_what_is_shown_and_the_summary_has_the_rest() {
    let runner = Runner::new();
    for number in 0..15 {
        put(
            &runner.site(),
            &format!("content/papers/bad-{number}.md"),
            "---\ntitle: x\ndate: 2026-03-05\ntopics: [nowhere]\nlicence: ::error::x\n---\n",
        );
    }
    let before = runner.temp("before").display().to_string();
    runner.step("check", "Check out the previous version of the site", &[]);
    let output = runner.try_shell(
        &repository(".github/actions/run.sh").to_string_lossy(),
        &[("OFFPRINT_COMMAND", "check"), ("OFFPRINT_BASE", &before)],
    );
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stdout).unwrap();
    assert_eq!(words.lines().filter(|line| line.starts_with("::error ")).count(), 10, "{words}");
    assert!(words.lines().count() <= 20, "{words}");
    let summary = runner.read("summary");
    assert_eq!(summary.matches("- **error** `content/papers/bad-").count(), 15, "{summary}");
}

#[test]
fn only_the_output_of_the_action_is_published() {
    let runner = Runner::new();
    let script = repository(".github/actions/run.sh").to_string_lossy().into_owned();
    let build = |args| [("OFFPRINT_COMMAND", "build"), ("OFFPRINT_ARGS", args)];
    runner.shell(&script, &build(""));
    runner.shell(&script, &build("--fresh --out public"));
    put(&runner.site(), "public/login.html", "a page of a stranger");
    assert_eq!(runner.try_shell(&script, &build("")).status.code(), Some(2));
    runner.shell(&script, &build("--allow-tracked-output"));
}

#[test]
fn a_collection_continues_from_the_open_pull_request() {
    let runner = Runner::new();
    // The settings name no source, so nothing is fetched.
    let words = runner.step("collect", "Import new papers", &[]);
    assert!(words.contains("no source is configured"), "{words}");
    let collect = [("BRANCH", "offprint/collect"), ("TITLE", "Add new papers"), ("GH_OPEN", "")];
    assert!(runner.pull_request(&collect).contains("Nothing changed"), "nothing is proposed then");
    let entry = "---\ntitle: One\ndate: 2026-03-05\n---\n";
    put(&runner.site(), "content/papers/one.md", entry);
    runner.pull_request(&collect);
    runner.shell("git switch --quiet main", &[]);
    let open = [("BRANCH", "offprint/collect"), ("TITLE", "Add new papers"), ("GH_OPEN", "3")];
    runner.step("collect", "Continue from the open pull request, if there is one", &open);
    assert!(runner.site().join("content/papers/one.md").is_file());
    put(&runner.site(), "content/papers/two.md", entry.replace("One", "Two"));
    runner.pull_request(&open);
    let log = runner.shell("git --git-dir ../remote.git log --format=%s offprint/collect", &[]);
    assert_eq!(log, "Add new papers\nAdd new papers\nBegin\n");
}

/// The name of the archive for a runner on Linux.
const ARCHIVE: &str = "offprint-x86_64-unknown-linux-musl.tar.gz";

/// Runs the script that installs the program, as an action at `action` whose releases are below `temp/releases`.
fn install(runner: &Runner, action: &Path, more: &[(&str, &str)]) -> Output {
    let releases = format!("file://{}", runner.temp("releases").display());
    let action = action.display().to_string();
    let env = [
        ("RUNNER_OS", "Linux"),
        ("RUNNER_ARCH", "X64"),
        ("OFFPRINT_RELEASES", releases.as_str()),
        ("GITHUB_ACTION_PATH", action.as_str()),
    ];
    let _ = fs::remove_dir_all(runner.temp("offprint-bin"));
    let script = repository(".github/actions/install.sh");
    runner.try_shell(&script.to_string_lossy(), &[&env, more].concat())
}

#[test]
fn a_release_is_published_with_checksums_in_two_places_and_only_what_both_name_is_installed() {
    let runner = Runner::new();
    // The repository of the program, as a release sees it.
    put(
        &runner.site(),
        "Cargo.toml",
        "[package]\nname = \"offprint\"\nversion = \"0.7.3\"\n\n[dependencies]\nversion = \"9\"\n",
    );
    put(&runner.site(), "CHANGELOG.md", "## [Unreleased]\n");
    put(&runner.site(), ".gitignore", "/dist\n");
    fs::create_dir_all(runner.site().join(".github/actions")).unwrap();
    runner
        .shell("git add --all && git commit --quiet --message Program && git push --quiet origin main", &[]);
    let script = repository(".github/actions/release.sh").display().to_string();
    let check = format!("'{script}' check");
    let refused = runner.try_shell(&check, &[]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(String::from_utf8_lossy(&refused.stdout).contains("CHANGELOG.md has no section for 0.7.3"));
    put(&runner.site(), "CHANGELOG.md", "## [0.7.3]\n");
    runner.shell(&check, &[]);
    assert_eq!(runner.outputs()["version"], "0.7.3");

    runner.shell(&format!("mkdir dist && tar -czf dist/{ARCHIVE} -C ../bin offprint && cd dist && sha256sum {ARCHIVE} >{ARCHIVE}.sha256"), &[]);
    runner.shell(&format!("'{script}' publish"), &[("VERSION", "0.7.3"), ("GITHUB_SHA", "abc")]);
    // The release is a draft until its tag exists; both tags name the commit with the checksums.
    let notes = runner.read("notes");
    let asked: Vec<&str> = notes.lines().map(|line| line.split(" --").next().unwrap()).collect();
    assert_eq!(asked, ["auth setup-git", "release create v0.7.3", "release edit v0.7.3"], "{notes}");
    assert!(notes.contains("release create v0.7.3 --draft --target abc"), "{notes}");
    let tags = runner.shell("git --git-dir ../remote.git tag --format='%(refname:short) %(subject)'", &[]);
    assert_eq!(tags, "v0 Release 0.7.3\nv0.7.3 Release 0.7.3\n");
    let again = runner.try_shell(&check, &[]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("v0.7.3 is released already"), "{again:?}");

    // The runner has the action at the tagged commit and downloads the release.
    runner.shell("git clone --quiet --branch v0 ../remote.git ../action 2>&1", &[]);
    let action = runner.folder.path().join("action");
    let release = runner.temp("releases/download/v0.7.3");
    fs::create_dir_all(&release).unwrap();
    fs::copy(runner.site().join("dist").join(ARCHIVE), release.join(ARCHIVE)).unwrap();
    let output = install(&runner, &action, &[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(runner.read("path").trim(), runner.temp("offprint-bin").to_string_lossy());
    assert!(runner.temp("offprint-bin/offprint").is_file());

    // An attacker replaces the archive and the checksum beside it: the checksum in the commit differs.
    runner.shell(&format!("cd '{}' && printf evil >offprint && tar -czf {ARCHIVE} offprint && sha256sum {ARCHIVE} >{ARCHIVE}.sha256", release.display()), &[]);
    let output = install(&runner, &action, &[]);
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(words.contains("::error::The checksum of ") && words.contains("of v0.7.3 is wrong"), "{words}");
    assert!(!runner.temp("offprint-bin/offprint").exists(), "nothing of it is unpacked");

    // If there is no download, or the commit has no checksums, the program is built from source.
    put(
        runner.folder.path(),
        "bin/cargo",
        "#!/bin/sh\nprintf 'cargo %s\\n' \"$*\" >>\"$NOTES\"\nmkdir -p \"$RUNNER_TEMP/offprint-cargo/bin\"\ncp \"$(dirname \"$0\")/offprint\" \"$RUNNER_TEMP/offprint-cargo/bin/\"\n",
    );
    runner.shell("chmod +x ../bin/cargo", &[]);
    fs::remove_dir_all(&release).unwrap();
    for (action, version, says) in [
        (&action, "release", "::warning::offprint-x86_64-unknown-linux-musl.tar.gz cannot be downloaded"),
        (&runner.site(), "release", ""),
        (&runner.temp("none"), "release", "This commit of the action names no archive for this machine"),
        (&action, "source", ""),
    ] {
        let _ = fs::remove_file(runner.temp("notes"));
        let output = install(&runner, action, &[("OFFPRINT_VERSION", version)]);
        assert!(output.status.success(), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains(says), "{output:?}");
        let built = format!("cargo install --quiet --locked --path {} --root ", action.display());
        assert!(runner.read("notes").starts_with(&built), "{}", runner.read("notes"));
    }
    let output = install(&runner, &action, &[("OFFPRINT_VERSION", "v9.9.9")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("expected `release` or `source` as version"),
        "{output:?}"
    );
}

#[test]
fn a_shell_completes_and_a_manual_is_read() {
    let folder = TempDir::new().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, stdout, stderr) = run(folder.path(), &["completions", shell]);
        assert_eq!((status, stderr.as_str()), (0, ""), "{shell}");
        assert!(stdout.contains("keep-going") || shell == "elvish", "{shell}");
    }
    let (status, stdout, _) = run(folder.path(), &["man"]);
    assert_eq!(status, 0);
    for command in ["init", "build", "check", "collect"] {
        assert!(stdout.contains(&format!("offprint\\-{command}")), "{command}");
    }
    assert!(offprint(folder.path()).arg("completions").output().unwrap().status.code() == Some(2));
}
