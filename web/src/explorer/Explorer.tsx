import { lazy, Suspense, useEffect } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { Theme } from './Theme.tsx';
import { Home } from './views/Home.tsx';

const ActorView = lazy(() => import('./views/Actor.tsx'));
const ArticleView = lazy(() => import('./views/Article.tsx'));
const CompareView = lazy(() => import('./views/Compare.tsx'));
const EventView = lazy(() => import('./views/Event.tsx'));
const EvidenceView = lazy(() => import('./views/Evidence.tsx'));
const FramingView = lazy(() => import('./views/Framing.tsx'));
const PlaceView = lazy(() => import('./views/Place.tsx'));
const QuantityView = lazy(() => import('./views/Quantity.tsx'));
const StatementView = lazy(() => import('./views/Statement.tsx'));

/** The kinds of mention, each of which has a page that shows where it stands. */
const mentions = ['report', 'figure', 'account', 'role', 'term'];

/** Every page of the explorer: what stands above it, and the view that its address asks for. */
export function Explorer() {
  const [path] = useLocation();
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [path]);
  return (
    <>
      <a className="skip" href="#main">
        To the content
      </a>
      <header className="top">
        <Link className="brand" href="/">
          onrecord
        </Link>
        <nav aria-label="Main">
          <Link href="/compare">Compare</Link>
          <Link href="/framing">Framing</Link>
          <a href="/graphiql/">Playground</a>
          <Theme />
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<p role="status">Loading…</p>}>
          <Switch>
            <Route path="/" component={Home} />
            <Route path="/compare" component={CompareView} />
            <Route path="/framing" component={FramingView} />
            <Route path="/actor/:slug">{({ slug }) => <ActorView key={slug} id={`actor:${slug}`} />}</Route>
            <Route path="/article/:slug">{({ slug }) => <ArticleView key={slug} id={`article:${slug}`} />}</Route>
            <Route path="/event/:slug">{({ slug }) => <EventView key={slug} id={`event:${slug}`} />}</Route>
            <Route path="/place/:slug">{({ slug }) => <PlaceView key={slug} id={`place:${slug}`} />}</Route>
            <Route path="/quantity/:slug">{({ slug }) => <QuantityView key={slug} id={`quantity:${slug}`} />}</Route>
            <Route path="/statement/:slug">{({ slug }) => <StatementView key={slug} id={`statement:${slug}`} />}</Route>
            {mentions.map(kind => (
              <Route key={kind} path={`/${kind}/:slug`}>
                {({ slug }) => <EvidenceView key={slug} id={`${kind}:${slug}`} />}
              </Route>
            ))}
            <Route>
              <h1>There is no such page</h1>
              <p>
                <Link href="/">Search from the start.</Link>
              </p>
            </Route>
          </Switch>
        </Suspense>
      </main>
    </>
  );
}
